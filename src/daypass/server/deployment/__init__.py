"""How the host reaches the customer: links, numbers, the customer's pages, the download and the host's greeting."""
