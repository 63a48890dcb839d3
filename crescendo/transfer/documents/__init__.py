"""Documents of other programs as bodies in our dialect. It knows text and pictures, no database."""

from .conversion import convert_html as convert_html
from .drafts import KINDS as KINDS
from .drafts import MAX_BYTES as MAX_BYTES
from .drafts import Draft as Draft
from .drafts import named_slug as named_slug
from .drafts import read_document as read_document
from .drafts import read_text as read_text
from .results import ConvertedBody as ConvertedBody
from .results import Flavour as Flavour
from .results import LinkUse as LinkUse
from .results import Loss as Loss
from .results import PictureSource as PictureSource
from .results import PictureUse as PictureUse
from .results import ProductName as ProductName
from .results import Resolver as Resolver
from .results import TooLarge as TooLarge
from .results import Unreadable as Unreadable
from .tree import MAX_HTML_CHARS as MAX_HTML_CHARS
