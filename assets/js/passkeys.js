// Signing in with a passkey, and adding one. Without this script, and where there are no passkeys, the forms stay hidden.

import { offerPasskeys } from "./parts/passkeys.js";

document.querySelectorAll("form[data-passkey]").forEach(offerPasskeys);
