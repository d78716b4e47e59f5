/**
 * A self-signed certificate for `other.example`, valid until 2126, with its key: right for no server that a test
 * connects to. Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500`.
 */
export const wrongCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBoDCCAUegAwIBAgIUPBoyL17mvAw1la8zpCkXVbOc04wwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTAgFw0yNjExMjIxODM5NDVaGA8yMTI2
MTAyOTE4Mzk0NVowGDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABCtcKXAhfFQ9OW8aiJ/xm2bYrs9NdevAlTobhKf/HB02
aU31F4ZWPBVC6MGAWt/C2E6/jWfH8Z6g59HlKktwkcSjbTBrMB0GA1UdDgQWBBRt
BQRAAs+ytx8gBcTLKDdtWUSBvTAfBgNVHSMEGDAWgBRtBQRAAs+ytx8gBcTLKDdt
WUSBvTAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDW90aGVyLmV4YW1wbGUw
CgYIKoZIzj0EAwIDRwAwRAIgESDyL7ndxb+mrUZZzldxnLTYBTdjCjegszylC7cS
vBYCICv3VBd67Wc4YBjXrOI/qNYO2Mi7YSvQEdzlpfNHyxrF
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgStFhd2Ee28EdEI2H
5rGP2oPed0HbLMTMmBT7ts72XyqhRANCAAQrXClwIXxUPTlvGoif8Ztm2K7PTXXr
wJU6G4Sn/xwdNmlN9ReGVjwVQujBgFrfwthOv41nx/GeoOfR5SpLcJHE
-----END PRIVATE KEY-----`,
};
