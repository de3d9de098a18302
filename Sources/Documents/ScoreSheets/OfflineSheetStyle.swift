/// A phone of 360 px first, light and dark, and all sheets one after another on paper.
enum OfflineSheetStyle {
    static let text = """

        :root {
          --page: #f5f2ea; --card: #fffdf8; --ink: #211c15; --soft: #5f574a; --line: #cfc6b4; --accent: #8c1d18;
          --good: #0b5d37; --bad: #96151a; --shade: #efeadd; --on: #ffffff;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14120e; --card: #1f1c17; --ink: #f1ebdf; --soft: #b9b0a0; --line: #4a4438; --accent: #f0a29a;
            --good: #7fd6a8; --bad: #ff9d97; --shade: #2a261f; --on: #14120e;
          }
        }
        * { box-sizing: border-box; margin: 0; }
        body {
          background: var(--page); color: var(--ink); padding-bottom: 3rem; overflow-wrap: break-word;
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif;
        }
        header { border-top: .375rem solid var(--accent); padding: .875rem 1rem; max-width: 60rem; margin: 0 auto; }
        header p:first-child { color: var(--accent); font-weight: 600; line-height: 1.35; }
        h1, h2 { font-family: "Noto Serif", Cambria, Georgia, "Times New Roman", serif; line-height: 1.25; }
        h1 { font-size: 1.375rem; margin: .375rem 0; text-wrap: balance; }
        h2 { font-size: 1.25rem; }
        .who { color: var(--soft); }
        .who strong { color: var(--ink); }
        main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; display: grid; gap: 1rem; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; }
        .warning { color: var(--bad); font-weight: 600; }
        .hint { color: var(--soft); font-size: .9375rem; }
        nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .625rem; }
        button {
          font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
          padding: .375rem .75rem; min-height: 2.75rem; cursor: pointer;
        }
        button.primary { background: var(--accent); border-color: var(--accent); color: var(--on); font-weight: 600; }
        button:disabled { opacity: .5; cursor: default; }
        nav button { display: grid; text-align: left; line-height: 1.25; }
        nav button small { color: var(--soft); }
        nav button.done small { color: var(--good); }
        nav button[aria-current=true] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .sheet > p { margin-top: .25rem; }
        .rows { margin-top: .875rem; border-top: 1px solid var(--line); }
        .row { display: grid; grid-template-columns: 1fr 5.5rem; gap: .375rem .75rem; padding: .625rem 0; border-bottom: 1px solid var(--line); }
        .row .name { grid-column: 1 / -1; }
        .row.depth2 .name { padding-left: 1rem; }
        .row.depth3 .name, .row.depth4 .name { padding-left: 2rem; }
        .row.heading { background: var(--shade); grid-template-columns: 1fr auto; padding: .5rem .625rem; font-weight: 600; }
        .row.heading .name { grid-column: auto; }
        .row.total { font-size: 1.125rem; }
        .sum { font-variant-numeric: tabular-nums; white-space: nowrap; }
        input, select, textarea {
          font: inherit; color: inherit; background: var(--page); border: 1px solid var(--soft); border-radius: .375rem;
          padding: .375rem .5rem; min-height: 2.75rem; width: 100%;
        }
        input.score { text-align: right; font-variant-numeric: tabular-nums; }
        input:disabled { opacity: .45; }
        [aria-invalid=true] { border: 2px solid var(--bad); }
        .error { grid-column: 1 / -1; color: var(--bad); font-size: .9375rem; }
        .error:empty { display: none; }
        label { display: block; margin: .875rem 0 .375rem; font-weight: 600; }
        textarea { min-height: 5rem; font-weight: 400; }
        .missing { margin-top: .75rem; color: var(--bad); }
        .missing.none { color: var(--good); }
        .steps { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .875rem; }
        .code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; text-transform: uppercase; }
        code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
        .signature { display: none; }
        @media (min-width: 44rem) {
          header, main { padding-left: 1.5rem; padding-right: 1.5rem; }
          h1 { font-size: 1.75rem; }
          .card { padding: 1.5rem; }
          .row { grid-template-columns: 1fr 14rem 6rem; align-items: center; }
          .row .name { grid-column: auto; }
          .row .error { text-align: right; }
          input.code { max-width: 24rem; }
        }
        @media print {
          :root { --page: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #999; --accent: #000; --good: #000; --bad: #000; --shade: #eee; }
          body { font-size: 10.5pt; padding: 0; }
          nav, .steps, .sign, .hint, .error { display: none !important; }
          .card { border: 0; padding: 0; }
          article.sheet { display: block !important; break-after: page; }
          .row { grid-template-columns: 1fr 12rem 5rem; break-inside: avoid; padding: .25rem 0; }
          .row .name { grid-column: auto; }
          input, select, textarea { border: 0; border-bottom: 1px solid #999; border-radius: 0; min-height: 0; appearance: none; }
          .signature { display: block; margin-top: 2rem; text-align: right; padding-right: 3rem; }
        }

        """
}
