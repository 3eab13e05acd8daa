"""A stock OAuth client goes the whole way, knowing nothing but the server's address and its own registration.

Takes a JSON object on standard input: issuer, clientId, clientSecret, redirectUri, email, password, account.
The person's part, signing in and allowing, is played with plain forms.
"""

import json
import os
import secrets
import sys
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

# The server under test listens on a loopback address, without TLS.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet


class Inputs(HTMLParser):
    """What a page's form would send if nobody touched it."""

    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "input" and attributes.get("type") == "hidden":
            self.fields[attributes["name"]] = attributes["value"]


def allow(person, address, given):
    """Signs in, allows, and gives the address that the person is sent to."""
    page = person.get(address)
    assert page.url.startswith(given["issuer"] + "/sign-in"), page.url
    fields = Inputs(page.text).fields | {"email": given["email"], "password": given["password"]}
    page = person.post(urljoin(page.url, "sign-in"), data=fields)
    assert page.status_code == 200 and "asks for access" in page.text, page.text
    fields = Inputs(page.text).fields | {"account": given["account"], "decision": "allow"}
    answer = person.post(page.url, data=fields, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def refused(attempt):
    try:
        attempt()
    except OAuthError as error:
        return error.error
    raise AssertionError("it was not refused")


def main():
    given = json.load(sys.stdin)
    server = requests.get(given["issuer"] + "/.well-known/openid-configuration").json()
    assert server["issuer"] == given["issuer"]
    client = OAuth2Session(
        given["clientId"],
        given["clientSecret"],
        scope="openid offline_access read:self read:tracking_links",
        redirect_uri=given["redirectUri"],
        code_challenge_method="S256",
        token_endpoint=server["token_endpoint"],
        revocation_endpoint_auth_method="client_secret_basic",
    )
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(8)
    address, state = client.create_authorization_url(server["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
    location = allow(requests.Session(), address, given)
    answer = parse_qs(urlsplit(location).query)
    assert location.startswith(given["redirectUri"]) and answer["state"] == [state] and answer["iss"] == [server["issuer"]], location

    token = client.fetch_token(authorization_response=location, code_verifier=verifier, state=state)
    keys = KeySet.import_key_set(requests.get(server["jwks_uri"]).json())
    said = jwt.decode(token["id_token"], keys, algorithms=server["id_token_signing_alg_values_supported"])
    claims = {"iss": server["issuer"], "aud": given["clientId"], "sub": given["account"], "nonce": nonce}
    jwt.JWTClaimsRegistry(**{name: {"essential": True, "value": value} for name, value in claims.items()}).validate(said.claims)

    version = {"X-Fanvue-API-Version": "2025-06-26"}
    me = client.get(given["issuer"] + "/users/me", headers=version)
    assert me.status_code == 200 and me.json()["uuid"] == given["account"], me.text
    assert client.post(given["issuer"] + "/tracking-links", headers=version, json={}).status_code == 403

    first = token["refresh_token"]
    renewed = client.refresh_token(server["token_endpoint"], refresh_token=first)
    assert renewed["refresh_token"] != first
    assert client.get(given["issuer"] + "/users/me", headers=version).status_code == 200
    assert client.revoke_token(server["revocation_endpoint"], token=renewed["refresh_token"]).status_code == 200
    assert client.get(given["issuer"] + "/users/me", headers=version).status_code == 401
    assert refused(lambda: client.refresh_token(server["token_endpoint"], refresh_token=renewed["refresh_token"])) == "invalid_grant"
    print("done")


main()
