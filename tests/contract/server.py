"""A server of the Sheets API, as the contract speaks to it: one tab of one spreadsheet."""
import base64
import json
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

SCOPES = ("https://www.googleapis.com/auth/spreadsheets "
          "https://www.googleapis.com/auth/drive.metadata.readonly")
TAB = 424242  # the sheet id of the tab "contract"


class Server:
    def __init__(self, base_url, spreadsheet, key, pace):
        self.base_url, self.spreadsheet, self.pace = base_url.rstrip("/"), spreadsheet, pace
        self.headers = {"Content-Type": "application/json"}
        if key:
            with open(key) as file:
                self.headers["Authorization"] = "Bearer " + sign_in(json.load(file))

    def ask(self, method, path, body=None):
        """(status, body) of a request to /v4/spreadsheets/ID + path, paced and, where the server
        was asked too much, repeated."""
        for attempt in range(6):
            time.sleep(self.pace)
            status, answer, _ = self.send(method, self.url(path), body)
            if status not in (429, 503):
                break
            time.sleep(2 ** attempt if self.pace else 0)
        return status, answer

    def send(self, method, url, body=None):
        """(status, body, headers) of one request."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, self.headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=200) as answer:
                return answer.status, json.loads(answer.read() or b"null"), answer.headers
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            return error.code, json.loads(text) if text.startswith("{") else text, error.headers

    def text(self, url):
        """The body of an answer as it came."""
        with urllib.request.urlopen(urllib.request.Request(url, headers=self.headers)) as answer:
            return answer.read().decode()

    def url(self, path):
        return f"{self.base_url}/v4/spreadsheets/{self.spreadsheet}{path}"

    def drive(self, fields):
        """What Drive says of the spreadsheet."""
        base = self.base_url.replace("sheets.googleapis.com", "www.googleapis.com")
        url = f"{base}/drive/v3/files/{self.spreadsheet}?supportsAllDrives=true&fields={fields}"
        return self.send("GET", url)[:2]

    def batch(self, *requests, **more):
        return self.ask("POST", ":batchUpdate", {"requests": list(requests), **more})

    def write(self, place, rows, option="RAW", more=""):
        path = f"/values/{quote(place)}?valueInputOption={option}{more}"
        return self.ask("PUT", path, {"values": rows})

    def append(self, place, rows, more=""):
        path = f"/values/{quote(place)}:append?valueInputOption=RAW{more}"
        return self.ask("POST", path, {"values": rows})

    def read(self, place, option="UNFORMATTED_VALUE"):
        status, body = self.ask("GET", f"/values/{quote(place)}?valueRenderOption={option}")
        return body.get("values") if status == 200 else (status, message_of(body))

    def search(self, lookup):
        """The metadata that a lookup finds, by its id."""
        filters = {"dataFilters": [{"developerMetadataLookup": lookup}]}
        _, body = self.ask("POST", "/developerMetadata:search", filters)
        found = body.get("matchedDeveloperMetadata", [])
        return {one["developerMetadata"]["metadataId"]: one["developerMetadata"] for one in found}

    def row_of(self, number):
        """The row that metadata is on, None when it is gone."""
        _, body = self.ask("GET", f"/developerMetadata/{number}")
        return body.get("location", {}).get("dimensionRange", {}).get("startIndex")


def sign_in(key):
    def encode(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"iss": key["client_email"], "scope": SCOPES, "aud": key["token_uri"],
              "iat": now - 10, "exp": now + 3500}
    parts = ({"alg": "RS256", "typ": "JWT"}, claims)
    text = ".".join(encode(json.dumps(part).encode()) for part in parts)
    with tempfile.NamedTemporaryFile("w") as pem:
        pem.write(key["private_key"])
        pem.flush()
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", pem.name],
                                   input=text.encode(), capture_output=True, check=True).stdout
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": text + "." + encode(signature)}
    with urllib.request.urlopen(key["token_uri"], urllib.parse.urlencode(form).encode()) as answer:
        return json.load(answer)["access_token"]


def quote(text):
    return urllib.parse.quote(text, safe="")


def message_of(body):
    return body["error"]["message"] if isinstance(body, dict) and "error" in body else body


def rows(start, end, sheet=TAB):
    return {"sheetId": sheet, "dimension": "ROWS", "startIndex": start, "endIndex": end}


def grid(top, bottom, left, right, sheet=TAB):
    return {"sheetId": sheet, "startRowIndex": top, "endRowIndex": bottom,
            "startColumnIndex": left, "endColumnIndex": right}


def tag(number, location):
    """The request that creates a piece of metadata."""
    return {"createDeveloperMetadata": {"developerMetadata": {
        "metadataId": number, "metadataKey": "contract", "visibility": "DOCUMENT",
        "location": location}}}


def tag_row(number, row):
    return tag(number, {"dimensionRange": rows(row, row + 1)})
