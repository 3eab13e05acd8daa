"""Deletes a tracking link as the published sample does."""

import sys

import requests

_, url, key, link = sys.argv
headers = {"x-api-key": key, "Content-Type": "application/json"}
print(requests.delete(url, headers=headers, json={"trackingLinkId": link}).text)
