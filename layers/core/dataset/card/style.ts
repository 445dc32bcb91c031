/** Colours have a contrast of 4.5 and more on their ground, in light and in dark. */
export const style = `
:root{color-scheme:light dark;--ground:#fff;--card:#f6f7f9;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--now:#2f6f9f;--before:#b3541e;--user:#e8f1f8}
@media (prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1d2125;--ink:#e6e9ec;--soft:#a3abb3;--line:#363c42;--now:#6fb1de;--before:#f0a35e;--user:#1f2d38}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1rem;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{margin:.5rem 0;font-size:1.6rem;overflow-wrap:anywhere}
h2{margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line);font-size:1.25rem}
h3,caption{margin:1rem 0 .4rem;font-size:1rem;font-weight:600;text-align:left}
caption{padding:.5rem 0 .3rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0;padding:0;list-style:none}
a{color:var(--now)}
a:focus-visible,summary:focus-visible{outline:2px solid var(--before);outline-offset:2px}
p,caption,.legend{max-width:46rem}
.wide{overflow-x:auto}
table{margin:0 0 1rem;border-collapse:collapse;font-size:.9rem}
th,td{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--soft);font-weight:400}
tbody th{font-weight:400}
td:not(.number){overflow-wrap:anywhere}
.number,.bars thead .number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.bars,figure table{width:100%}
.drawn{width:45%;min-width:4rem;vertical-align:middle;padding-right:0}
.bar{display:block;width:100%;height:.9rem}
.now{fill:var(--now)}
rect.before{fill:var(--before)}
path.before{fill:none;stroke:var(--before);stroke-width:1.5}
.axis{stroke:var(--line)}
svg text{fill:var(--soft);font-size:11px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:1rem}
figure{margin:0;padding:.75rem;background:var(--card);border-radius:.5rem}
figcaption{margin-bottom:.5rem;color:var(--soft);font-size:.9rem}
figcaption b{color:var(--ink)}
.columns{display:block;width:100%;height:auto}
summary{padding:.35rem 0;cursor:pointer}
figure summary{color:var(--soft);font-size:.85rem}
.samples{margin:.5rem 0;padding:.25rem .75rem;background:var(--card);border-radius:.5rem}
.samples>summary{font-weight:600}
article{margin:.75rem 0;padding:.75rem;background:var(--ground);border-radius:.5rem}
article p{margin:.35rem 0;padding:.4rem .6rem;border-radius:.4rem;white-space:pre-wrap;overflow-wrap:anywhere}
article b{display:block;color:var(--soft);font-size:.8rem;font-weight:400}
article .user{background:var(--user)}
article footer{color:var(--soft);font-size:.8rem;overflow-wrap:anywhere}
.key{display:inline-block;width:1rem;height:.7rem;margin-left:.75rem}
.key:first-child{margin-left:0}
.key.now{background:var(--now)}
.key.before{height:0;border-top:2px solid var(--before);vertical-align:middle}
@media print{details>*{display:block}}
`;
