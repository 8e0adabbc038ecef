"""How the page looks: dark, and nothing fetched from elsewhere."""

from __future__ import annotations

STYLE = """
*{box-sizing:border-box;margin:0}
body{display:flex;height:100vh;background:#1e1f26;color:#dcdde3;
font:15px/1.45 system-ui,"Segoe UI",sans-serif}
nav{width:230px;flex:none;background:#16171c;padding:16px 10px;overflow:auto}
nav h1{font-size:16px;padding:0 8px 12px;color:#fff}
nav h2{font-size:11px;letter-spacing:.08em;text-transform:uppercase;color:#8a8d99;
padding:12px 8px 4px}
nav a{display:block;padding:6px 8px;border-radius:6px;color:#a3a6b3;text-decoration:none}
nav a:hover,nav a.here{background:#2a2c36;color:#fff}
nav a.thread{margin-left:16px;font-size:14px}
main{flex:1;min-width:0;display:flex;flex-direction:column}
header{padding:14px 20px;font-weight:600;color:#fff;border-bottom:1px solid #111217}
section{flex:1;overflow:auto;padding:16px 20px;display:flex;flex-direction:column-reverse}
.adult{font-size:11px;font-weight:500;background:#7a2f3a;padding:2px 7px;border-radius:9px}
.message{display:flex;gap:14px;padding:10px 8px;border-radius:8px}
.message:hover{background:#23252e}
.message.ephemeral{background:#25273a}
.message>div:last-child{min-width:0;max-width:640px;flex:1}
.face{width:40px;height:40px;flex:none;border-radius:50%;background:#5865a8;color:#fff;
display:grid;place-items:center;font-weight:600}
h3{font-size:15px;color:#fff}
h3 time,small,.origin,.private,.empty,.thinking{color:#8a8d99;font-size:12px;font-weight:400}
.badge{background:#5865f2;color:#fff;font-size:10px;padding:1px 5px;border-radius:4px}
.text p:empty{height:.6em}.text{overflow-wrap:anywhere}
.text h4{font-size:20px}.text h5{font-size:18px}.text h6{font-size:16px}
.text small{display:block}
blockquote{border-left:3px solid #4b4e5c;padding-left:10px}
code,pre{background:#14151a;border-radius:4px;padding:1px 5px;font:13px/1.4 ui-monospace,monospace}
pre{padding:8px;white-space:pre-wrap;margin:4px 0}
.mention{background:#3c4270;color:#cdd2ff;border-radius:3px;padding:0 3px;text-decoration:none}
.veil{background:#111217;color:transparent;border-radius:3px}.veil:focus{color:inherit}
.container{background:#282a34;border:1px solid #32343f;border-left:4px solid #4b4e5c;
border-radius:8px;padding:12px 14px;margin-top:6px;display:grid;gap:8px}
.section{display:flex;gap:12px;justify-content:space-between;align-items:flex-start}
.section .picture{width:84px;flex:none}
.gallery{display:grid;gap:6px;margin:6px 0}
.of2{grid-template-columns:1fr 1fr}.of3{grid-template-columns:1fr 1fr 1fr}
.picture{position:relative;display:block;overflow:hidden;border-radius:8px;background:#14151a}
.picture img{display:block;width:100%;max-height:520px;object-fit:contain}
.spoiler{cursor:pointer}.spoiler input{position:absolute;opacity:0}
.spoiler img{filter:blur(40px) brightness(.5)}
.spoiler b{position:absolute;inset:0;margin:auto;width:max-content;height:max-content;
background:#000a;padding:6px 12px;border-radius:16px;font-size:12px;letter-spacing:.05em}
.spoiler input:checked~img{filter:none}.spoiler input:checked~b{display:none}
.spoiler input:focus-visible~b{outline:2px solid #8f9bff}
.row{display:flex;flex-wrap:wrap;gap:8px}
.button,.select{padding:6px 14px;border-radius:6px;background:#3d404d;color:#fff;font-size:14px}
.primary{background:#5865f2}.success{background:#2d7d46}.danger{background:#a83240}
.disabled{opacity:.45}
hr{border:0;border-top:1px solid #3a3d49}.space{height:8px}
.file{color:#9db2ff}
@media(max-width:640px){nav{display:none}}
"""
