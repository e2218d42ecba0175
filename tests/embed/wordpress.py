"""What WordPress does with an address that somebody pastes into a post, as its source has it (release 6.8).

Written anew from reading wp-includes/class-wp-oembed.php (discovery, request, answer), embed.php (title of the
frame, filter, script), kses.php (tags and attributes) and js/wp-embed.js. It leaves out what our answers cannot
reach: providers that WordPress trusts, answers as XML, photos.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import quote, urlencode

READ = 150 * 1024  # bytes of a page in which WordPress looks for a link to an answer
SECRET = "aB3dE5gH7j"  # ten letters and digits; WordPress draws them by lot

LINK = re.compile(r"<link([^<>]+?)/?>", re.IGNORECASE)
# An attribute with a value in double or single quotes, or in none.
GIVEN = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s'"]+))(?=\s|$)""")
ALLOWED: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "blockquote": frozenset(),
    "iframe": frozenset(
        {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"}
    ),
}
PIECE = re.compile(r"<!--.*?-->|<[^>]*>|>", re.DOTALL)
ELEMENT = re.compile(r"<\s*(/?)\s*([a-zA-Z][\w-]*)([^>]*)>")
ATTRIBUTE = re.compile(r"""([a-zA-Z_:][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
ADDRESSES = {"href", "src"}
PROTOCOLS = {"http", "https", "mailto", "tel"}
# A quotation that comes first, and a frame with nothing in it.
KEPT = re.compile(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", re.DOTALL)
WITHOUT = re.compile(r"[^a-z0-9\-~+_.?#=!&;,/:%@$|*'()\[\]\x80-\uffff]", re.IGNORECASE)


def discover(page: bytes) -> str | None:
    """The address of the answer that a page names in its head; None where it names none."""
    html = page[:READ].decode("utf-8", "ignore")
    end = html.lower().find("</head>")
    for link in LINK.findall(html[:end] if end > 0 else html):
        given = {name.lower(): a or b or c for name, a, b, c in GIVEN.findall(link)}
        if given.get("type") == "application/json+oembed" and given.get("href"):
            return unescape(given["href"])
    return None


def request(answer: str, pasted: str, width: int = 500) -> str:
    """The address that WordPress asks for: that of the answer with what it wants in the query."""
    wanted = {
        "maxwidth": width,
        "maxheight": min(-(-width * 3 // 2), 1000),
        "url": pasted,
        "dnt": 1,
        "format": "json",
    }
    return f"{answer}{'&' if '?' in answer else '?'}{urlencode(wanted, quote_via=quote)}"


def embed(body: bytes, secret: str = SECRET) -> str | None:
    """The markup that a post shows for an answer; None where WordPress leaves a plain link."""
    said = json.loads(body.decode("utf-8").strip())
    if not isinstance(said, dict) or said.get("type") not in {"rich", "video"}:
        return None
    html = said.get("html")
    if not html or not isinstance(html, str):
        return None
    return filtered(titled(html, str(said.get("title") or "")).replace("\r\n", "").replace("\n", ""), secret)


def titled(html: str, title: str) -> str:
    """The markup with a title for its frame: its own, or that of the answer."""
    frame = re.search(r"<iframe([^>]*)>", html, re.IGNORECASE)
    if not frame:
        return html
    given = {name.lower(): a or b or c for name, a, b, c in ATTRIBUTE.findall(frame.group(1))}
    wanted = unescape(given.pop("title", "")) or title
    rest = "".join(f' {name}="{value}"' for name, value in given.items())
    own = f' title="{escape(wanted)}"' if wanted else ""
    return html.replace(frame.group(0), f"<iframe{own}{rest}>", 1)


def filtered(html: str, secret: str = SECRET) -> str | None:
    """What is left of markup from a site that WordPress does not trust, with what it adds; None without a frame."""
    kept = KEPT.search(kses(html))
    if not kept:
        return None
    quotation, frame = kept.group(1) or "", kept.group(2)
    source = re.search(r""" src=(["'])(.*?)\1""", frame)
    if source:
        mark = source.group(1)
        address = escaped_address(f"{unescape(source.group(2))}#?secret={secret}")
        frame = frame.replace(source.group(0), f" src={mark}{address}{mark} data-secret={mark}{secret}{mark}")
        quotation = quotation.replace("<blockquote", f'<blockquote data-secret="{secret}"')
    if quotation:
        frame = frame.replace("<iframe", '<iframe style="position: absolute; visibility: hidden;"')
        quotation = quotation.replace("<blockquote", '<blockquote class="wp-embedded-content"')
    own = '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
    return quotation + frame.replace("<iframe", own)


def kses(html: str) -> str:
    """The markup with allowed elements and attributes only. What stands between others stays, as text."""

    def keep(piece: re.Match[str]) -> str:
        found = ELEMENT.fullmatch(piece.group(0))
        if not found:
            return "&gt;" if piece.group(0) == ">" else ""
        closing, name, rest = found.group(1), found.group(2).lower(), found.group(3)
        if name not in ALLOWED:
            return ""
        return f"</{name}>" if closing else f"<{name}{_attributes(name, rest)}>"

    return PIECE.sub(keep, html)


def _attributes(element: str, text: str) -> str:
    kept: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(text):
        value = unescape("".join(values))
        protocol, colon, _ = value.partition(":")
        if name.lower() in ADDRESSES and colon and protocol.strip().lower() not in PROTOCOLS:
            value = value.partition(":")[2]
        if name.lower() in ALLOWED[element]:
            kept.setdefault(name.lower(), f' {name.lower()}="{escape(value)}"')
    return "".join(kept.values())


def escaped_address(address: str) -> str:
    """An address as WordPress writes it into markup."""
    plain = WITHOUT.sub("", address.strip().replace(" ", "%20"))
    return plain.replace("&", "&#038;").replace("'", "&#039;")


def loads_script(content: str) -> bool:
    """Whether WordPress puts its script for frames into a page with this content."""
    return re.search(r"<blockquote\s[^>]*?wp-embedded-content", content) is not None


# The script of the page that shows the frame: heights, links, and the word that it listens.
SCRIPT = """
const limit = (height) => Math.min(1000, Math.max(200, Number.parseInt(height, 10) | 0));
addEventListener("message", ({ data, source }) => {
  if (!data || /[^a-z0-9]/i.test(data.secret)) return;
  const all = (name) => [...document.querySelectorAll(`${name}[data-secret="${data.secret}"]`)];
  for (const quotation of all("blockquote")) quotation.style.display = "none";
  for (const frame of all("iframe").filter((each) => each.contentWindow === source)) {
    frame.removeAttribute("style");
    if (data.message === "height") frame.height = limit(data.value);
    if (data.message !== "link") continue;
    const from = new URL(frame.getAttribute("src"));
    const to = new URL(data.value);
    const isWeb = /^https?:$/.test(to.protocol);
    if (isWeb && from.host === to.host && document.activeElement === frame) top.location.href = data.value;
  }
});
document.addEventListener("DOMContentLoaded", () => {
  for (const frame of document.querySelectorAll("iframe.wp-embedded-content")) {
    let { secret } = frame.dataset;
    if (!secret) {
      secret = Math.random().toString(36).slice(2, 12);
      frame.src += `#?secret=${secret}`;
      frame.dataset.secret = secret;
    }
    frame.contentWindow.postMessage({ message: "ready", secret }, "*");
  }
});
"""


def post(content: str, *, script: Callable[[str], bool] = loads_script) -> str:
    """A page with a post in which an address was pasted, as a block of a block theme."""
    own = f"<script>{SCRIPT}</script>" if script(content) else ""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{margin:0}} .entry-content{{max-width:645px;margin:0 auto;padding:0 1rem}} iframe{{max-width:100%}}
.wp-block-embed{{margin:0 0 1em}} .wp-embedded-content{{max-width:100%}}</style></head>
<body><main class="entry-content"><h1>A post</h1><p>We use this planner.</p>
<figure class="wp-block-embed is-type-rich"><div class="wp-block-embed__wrapper">{content}</div></figure>
<p>More text.</p></main>{own}</body></html>"""
