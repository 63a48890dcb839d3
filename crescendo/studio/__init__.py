"""The authoring area: all of it needs somebody signed in, the catalog an editor, the team and exports an owner."""

from flask import Blueprint

from .access import require_an_editor, require_an_owner, require_sign_in, studio_frame

studio = Blueprint("studio", __name__, url_prefix="/studio")
studio.before_request(require_sign_in)
studio.context_processor(studio_frame)

editors = Blueprint("editors", __name__)
editors.before_request(require_an_editor)

owners = Blueprint("owners", __name__)
owners.before_request(require_an_owner)

from . import account as account  # noqa: E402 (the views register themselves on the blueprints)
from . import account_app as account_app  # noqa: E402
from . import account_passkeys as account_passkeys  # noqa: E402
from . import article_list as article_list  # noqa: E402
from . import articles as articles  # noqa: E402
from . import asset as asset  # noqa: E402
from . import audit as audit  # noqa: E402
from . import authors as authors  # noqa: E402
from . import autosave as autosave  # noqa: E402
from . import bulk as bulk  # noqa: E402
from . import categories as categories  # noqa: E402
from . import clicks as clicks  # noqa: E402
from . import dashboard as dashboard  # noqa: E402
from . import disclosure as disclosure  # noqa: E402
from . import exports as exports  # noqa: E402
from . import from_document as from_document  # noqa: E402
from . import gallery as gallery  # noqa: E402
from . import impact as impact  # noqa: E402
from . import imports as imports  # noqa: E402
from . import links as links  # noqa: E402
from . import media as media  # noqa: E402
from . import merchants as merchants  # noqa: E402
from . import merging as merging  # noqa: E402
from . import offers as offers  # noqa: E402
from . import pasted_links as pasted_links  # noqa: E402
from . import pickers as pickers  # noqa: E402
from . import previews as previews  # noqa: E402
from . import prices as prices  # noqa: E402
from . import product_imports as product_imports  # noqa: E402
from . import product_list as product_list  # noqa: E402
from . import products as products  # noqa: E402
from . import recovery as recovery  # noqa: E402
from . import revisions as revisions  # noqa: E402
from . import tags as tags  # noqa: E402
from . import tasks as tasks  # noqa: E402
from . import team as team  # noqa: E402
from . import typed_prices as typed_prices  # noqa: E402

studio.register_blueprint(editors)
studio.register_blueprint(owners)
