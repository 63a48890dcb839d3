"""What the editor proposes while somebody writes."""

from crescendo.media.models import Asset
from tests.factories.accounts import make_user
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_draft, make_guide
from tests.factories.media import make_asset
