# Sourced: make pip, uv and npm trust what this machine trusts. Each brings a list of authorities of its own; behind a company's
# TLS-inspecting proxy only the machine's list (update-ca-certificates) has the one that signs. What is set already stays.
bundle="${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}"
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
if [ -r "$bundle" ]; then
    export PIP_CERT="${PIP_CERT:-$bundle}" NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$bundle}"
fi
