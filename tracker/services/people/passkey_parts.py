"""What pages need of the library for passkeys, webauthn (decision 0111).

Its package loads what checks certificates of makers of devices, which takes 5 MB and is needed
only to add a passkey. So the package is made known without being run, and each part of it is
loaded by its own name.
"""

import sys
from importlib.util import find_spec, module_from_spec

if "webauthn" not in sys.modules and (_found := find_spec("webauthn")):
    sys.modules["webauthn"] = module_from_spec(_found)

from webauthn.authentication.generate_authentication_options import (
    generate_authentication_options,
)
from webauthn.authentication.verify_authentication_response import (
    verify_authentication_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.generate_registration_options import (
    generate_registration_options,
)

__all__ = [
    "AuthenticatorSelectionCriteria",
    "PublicKeyCredentialDescriptor",
    "ResidentKeyRequirement",
    "UserVerificationRequirement",
    "WebAuthnException",
    "base64url_to_bytes",
    "bytes_to_base64url",
    "generate_authentication_options",
    "generate_registration_options",
    "options_to_json",
    "parse_authentication_credential_json",
    "parse_client_data_json",
    "verify_authentication_response",
]
