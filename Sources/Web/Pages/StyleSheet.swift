/// The one style sheet: a phone of 360 px first, light and dark, every text at least 4.5 : 1 against what is behind it.
enum StyleSheet {
    static let version = ContentHash(of: text.utf8).description
    static let address = "/assets/style.css?v=\(version)"

    static let text = """
        :root {
          --page: #f5f2ea; --card: #fffdf8; --ink: #211c15; --soft: #5f574a; --line: #ddd5c5; --accent: #8c1d18;
          --live: #0b5d37; --expired: #6b4a06; --revoked: #96151a; --replaced: #24477a; --none: #414852; --on: #ffffff;
          --live-soft: #dff1e6; --expired-soft: #f6ead0; --revoked-soft: #fbe3e1; --replaced-soft: #e1eaf7; --none-soft: #e8eaed;
          --few: #d9eedf; --some: #a9d4b8; --many: #2a7a51; --most: #0b5d37; --bar: #0b5d37;
          --sa: #0b5d37; --sb: #96151a; --sc: #24477a; --sd: #7a5200; --se: #5b2a86; --tile: #ffffff;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14120e; --card: #1f1c17; --ink: #f1ebdf; --soft: #b9b0a0; --line: #3b362d; --accent: #f0a29a;
            --live: #0c5434; --expired: #5d4108; --revoked: #84181c; --replaced: #24406b; --none: #3a4049;
            --live-soft: #123a27; --expired-soft: #40300b; --revoked-soft: #491719; --replaced-soft: #1b2e4c; --none-soft: #2c3037;
            --few: #16352a; --some: #1f5138; --many: #7cc49a; --most: #b7e4c7; --bar: #5fae84;
            --sa: #6cc394; --sb: #f0a29a; --sc: #8fb4ee; --sd: #e0b45c; --se: #c9a4f0; --tile: #14120e;
          }
        }
        * { box-sizing: border-box; margin: 0; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          background: var(--page); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif;
          overflow-wrap: break-word;
        }
        [lang=en] { color: var(--soft); font-size: .875em; }
        header { border-top: .375rem solid var(--accent); padding: .875rem 1rem .75rem; }
        header p { max-width: 42rem; margin: 0 auto; font-weight: 600; line-height: 1.3; color: var(--accent); }
        header [lang=en] { display: block; font-weight: 400; }
        main { max-width: 44rem; margin: 0 auto; padding: 0 1rem 2.5rem; display: grid; gap: 1rem; }
        .state { border-radius: .75rem; padding: 1.25rem 1rem; text-align: center; color: var(--on); }
        .state [lang=en] { color: inherit; }
        .state.live { background: var(--live); }
        .state.expired { background: var(--expired); }
        .state.revoked { background: var(--revoked); }
        .state.replaced { background: var(--replaced); }
        .state.none, .state.unknown { background: var(--none); }
        .sign { width: 4rem; height: 4rem; }
        .sign path { stroke-linecap: round; stroke-linejoin: round; }
        .words { font-size: 1rem; font-weight: 400; margin-top: .25rem; }
        .words strong { display: block; font-size: 1.875rem; line-height: 1.2; letter-spacing: .01em; text-wrap: balance; }
        .words [lang=en] { font-size: 1.125rem; }
        .when { margin-top: .5rem; font-size: 1.0625rem; }
        .when [lang=en] { display: block; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.125rem 1rem; }
        .card > p + p { margin-top: .5rem; }
        .kind { color: var(--accent); font-weight: 600; line-height: 1.35; }
        .kind [lang=en] { display: block; font-weight: 400; }
        h1, h2 { font-family: "Noto Serif", "Source Serif 4", Cambria, Georgia, "Times New Roman", serif; line-height: 1.25; }
        .card h1 { font-size: 1.625rem; margin: .625rem 0 1rem; text-wrap: balance; }
        .card h1 [lang=en] { display: block; font: 400 1rem/1.4 system-ui, sans-serif; }
        h1.words { font-family: inherit; }
        h2 { font-size: 1.1875rem; }
        h2 [lang=en] { display: block; font: 400 .875rem/1.4 system-ui, sans-serif; }
        dl { border-top: 1px solid var(--line); }
        h2 + dl, h2 + p, p + dl, .form + p { margin-top: .75rem; }
        dl div { padding: .625rem 0; border-bottom: 1px solid var(--line); }
        dl div:last-child { border-bottom: 0; padding-bottom: 0; }
        dt { color: var(--soft); font-size: .9375rem; }
        dt [lang=en]::before { content: "· "; }
        dd { font-weight: 600; font-variant-numeric: lining-nums; }
        dd [lang=en] { font-weight: 400; }
        .revocation { border-color: var(--revoked); border-left-width: .375rem; }
        .replacement { border-color: var(--replaced); border-left-width: .375rem; }
        .answer { border-radius: .75rem; padding: 1rem; border-left: .375rem solid var(--none); background: var(--none-soft); }
        .answer.live { border-color: var(--live); background: var(--live-soft); }
        .answer.revoked { border-color: var(--revoked); background: var(--revoked-soft); }
        .answer [lang=en] { color: inherit; }
        .answer > p + p { margin-top: .375rem; }
        .said strong { font-size: 1.1875rem; }
        .hash { font-size: .8125rem; overflow-wrap: anywhere; }
        .drop { display: grid; gap: .75rem; margin: .75rem 0; }
        .drop label { font-weight: 600; }
        .drop label [lang=en] { display: block; font-weight: 400; }
        .drop input { width: 100%; padding: 1.75rem 1rem; border: 2px dashed var(--soft); border-radius: .75rem; background: var(--page); color: var(--ink); font: inherit; cursor: pointer; }
        .drop button { justify-self: start; min-height: 2.75rem; padding: .5rem 1.5rem; border: 0; border-radius: .5rem; background: var(--live); color: var(--on); font: inherit; font-weight: 600; cursor: pointer; }
        .drop button [lang=en] { color: inherit; font-weight: 400; }
        :focus-visible { outline: .1875rem solid var(--accent); outline-offset: .125rem; }
        .load { display: inline-block; margin: .25rem 0; padding: .5rem 1.25rem; line-height: 1.35; border: 2px solid currentColor; border-radius: .5rem; color: var(--accent); font-weight: 600; text-decoration: none; }
        .load:hover { text-decoration: underline; }
        .load [lang=en] { display: block; color: inherit; font-weight: 400; }
        .specimen { border: 2px dashed currentColor; border-radius: .75rem; padding: .75rem 1rem; color: var(--accent); }
        .specimen [lang=en] { display: block; }
        .note { padding: 0 .25rem; font-size: .9375rem; }
        .note p + p { margin-top: .375rem; }
        .history { list-style: none; padding: 0; margin-top: .5rem; }
        .history li { display: grid; grid-template-columns: 3.25rem 1fr; gap: .25rem .5rem; padding: .75rem 0; border-top: 1px solid var(--line); }
        .history li:last-child { padding-bottom: 0; }
        .year { font-weight: 700; font-variant-numeric: tabular-nums; color: var(--accent); }
        .level strong { display: inline-block; }
        .level strong::first-letter { text-transform: uppercase; }
        .level em { display: inline-block; padding: 0 .5rem; border: 1px solid currentColor; border-radius: 1rem; font-style: normal; font-size: .8125rem; font-weight: 600; color: var(--accent); }
        .level em [lang=en] { color: inherit; font-weight: 400; }
        .act { color: var(--soft); font-size: .9375rem; }
        .badge { display: inline-block; margin-top: .375rem; padding: .0625rem .625rem; border-radius: 1rem; font-size: .875rem; font-weight: 600; }
        .badge [lang=en] { color: inherit; font-weight: 400; }
        .badge.live { background: var(--live-soft); }
        .badge.expired { background: var(--expired-soft); }
        .badge.revoked { background: var(--revoked-soft); }
        .badge.replaced { background: var(--replaced-soft); }
        .badge.none, .badge.unknown { background: var(--none-soft); }
        .trace { padding: 0 .25rem; color: var(--soft); font-size: .875rem; line-height: 1.8; }
        .trace code { color: var(--ink); font: 600 .9375rem/1.4 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
        header nav { max-width: 42rem; margin: .75rem auto 0; }
        header nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.125rem; }
        header nav a { display: inline-block; padding: .375rem 0; color: var(--ink); text-decoration: none; border-bottom: .1875rem solid transparent; }
        header nav a:hover { border-color: var(--line); }
        header nav a[aria-current] { border-color: var(--accent); font-weight: 600; }
        .hits { list-style: none; padding: 0; margin-top: .5rem; }
        .hits li { padding: .75rem 0; border-top: 1px solid var(--line); }
        .hits li > a { font-weight: 600; font-size: 1.0625rem; }
        .hits .act { display: block; }
        .hits li > .badge { margin-right: .375rem; }
        main a { color: var(--accent); }
        .field input[type=search], .field textarea { max-width: none; }
        .to-content { position: absolute; left: -100rem; padding: .5rem 1rem; background: var(--card); color: var(--accent); }
        .to-content:focus { left: 0; z-index: 1; }
        dd ul { padding-left: 1.125rem; }
        .errors { border: .1875rem solid var(--accent); border-radius: .75rem; padding: 1rem; }
        .errors h2 { color: var(--accent); }
        .errors ul { list-style: none; padding: 0; margin-top: .5rem; display: grid; gap: .5rem; }
        .errors a { color: var(--accent); font-weight: 600; }
        .errors a [lang=en] { display: block; color: inherit; font-weight: 400; }
        .group { display: grid; gap: 1.125rem; padding-top: 1rem; border-top: 1px solid var(--line); }
        .group > legend { float: left; width: 100%; margin: 0; }
        .group > legend + * { clear: both; }
        .differences { border-color: var(--expired); border-left-width: .375rem; }
        th [lang=en] { font-weight: 400; }
        del { color: var(--soft); }
        ins { font-weight: 600; text-decoration: none; }
        .actions { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem .75rem; margin-top: .75rem; }
        .links { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .375rem; }
        .links a { padding: .25rem 0; }
        .lacks { margin-top: .5rem; padding-left: 1.25rem; display: grid; gap: .375rem; }
        .waiting { border-color: var(--expired); border-left-width: .375rem; }
        .told { white-space: pre-line; margin-top: .375rem; }
        summary { cursor: pointer; padding: .25rem 0; }
        dl + h2, ul + h2 { margin-top: 1.75rem; }
        .hits + p, .lacks + p { margin-top: .75rem; }
        .form { display: grid; gap: 1.125rem; margin-top: .75rem; }
        .field { display: grid; gap: .375rem; }
        .field label { font-weight: 600; }
        .field label [lang=en] { font-weight: 400; }
        .hint { color: var(--soft); font-size: .9375rem; }
        .hint [lang=en] { display: block; }
        .field input:not([type=radio], [type=checkbox]), .field select, .field textarea { width: 100%; max-width: 24rem; min-height: 2.75rem; padding: .5rem .75rem; border: 2px solid var(--soft); border-radius: .5rem; background: var(--page); color: var(--ink); font: inherit; }
        .field :is(input, select, textarea)[aria-invalid=true] { border-color: var(--accent); }
        .wrong { color: var(--accent); font-weight: 600; }
        .wrong > span { display: block; }
        .wrong [lang=en] { color: inherit; font-weight: 400; }
        fieldset { border: 0; padding: 0; min-width: 0; }
        legend { padding: 0; margin-bottom: .375rem; font-weight: 600; }
        legend [lang=en] { font-weight: 400; }
        .field .few { display: grid; grid-template-columns: 2rem 1fr; align-items: center; min-height: 2.75rem; font-weight: 400; }
        .few input { width: 1.375rem; height: 1.375rem; accent-color: var(--live); }
        .lead { margin-top: .5rem; }
        .lead [lang=en] { display: block; }
        .form + p, .card > form + p { margin-top: 1rem; }
        button { font: inherit; cursor: pointer; }
        .act-button, .quiet-button { min-height: 2.75rem; padding: .5rem 1.5rem; border-radius: .5rem; font-weight: 600; }
        .act-button { border: 2px solid var(--live); background: var(--live); color: var(--on); }
        .quiet-button { margin-top: .75rem; border: 2px solid currentColor; background: none; color: var(--accent); }
        .act-button [lang=en], .quiet-button [lang=en] { color: inherit; font-weight: 400; }
        .steps { padding-left: 1.25rem; display: grid; gap: 1.25rem; }
        .steps p { margin-bottom: .5rem; }
        .qr svg { display: block; width: 100%; max-width: 15rem; height: auto; margin-bottom: .75rem; }
        .codes { list-style: none; padding: 0; margin: .75rem 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem; }
        code { font: 600 1rem/1.4 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        .command { white-space: pre-wrap; margin-top: .5rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
        .command code { font-weight: 400; font-size: .875rem; }
        .roles { margin-top: .5rem; padding-left: 1.25rem; }
        .roles strong { display: inline-block; }
        .roles strong::first-letter { text-transform: uppercase; }
        .sessions { list-style: none; padding: 0; margin-top: .5rem; }
        .sessions li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between; padding: .75rem 0; border-top: 1px solid var(--line); }
        .sessions .quiet-button { margin-top: 0; }
        .sessions .badge { margin-top: 0; }
        main > * { min-width: 0; }
        main.wide { max-width: 80rem; }
        .plan { overflow-x: auto; margin-top: .75rem; border: 1px solid var(--line); border-radius: .5rem; background: #ffffff; }
        .plan svg { display: block; width: 100%; min-width: 56rem; height: auto; }
        .plan a:focus-visible { outline: .1875rem solid #8c1d18; outline-offset: -.125rem; }
        .skip { display: inline-block; margin-top: .25rem; color: var(--accent); }
        table { width: 100%; border-collapse: collapse; margin-top: .75rem; }
        th, td { padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
        thead th { border-top: 0; color: var(--soft); font-size: .9375rem; font-weight: 400; }
        tr:target > * { background: var(--expired-soft); }
        td ul { list-style: none; padding: 0; }
        .crumbs ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem .5rem; }
        .crumbs li + li::before { content: "›"; margin-right: .5rem; color: var(--soft); }
        .acts { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .75rem; }
        .acts:empty { display: none; }
        .acts .load, .acts .quiet-button { margin: 0; padding: .375rem 1rem; }
        .waits { list-style: none; padding: 0; margin-top: .25rem; }
        .hits .waits li { padding: .125rem 0; border: 0; }
        .lacks { border-left: .375rem solid var(--accent); padding: .25rem 0 .25rem 1rem; margin: .75rem 0; }
        ul.lacks { padding-left: 2rem; }
        ul.lacks:empty { display: none; }
        .lacks ul, .lacking { padding-left: 1.125rem; margin-top: .375rem; display: grid; gap: .25rem; }
        .next { border-left: .375rem solid var(--accent); }
        .tasks { list-style: none; padding: 0; margin-top: .5rem; }
        .tasks li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between; padding: .625rem 0; border-top: 1px solid var(--line); }
        .tasks .act { display: block; }
        .tasks .badge { margin-top: 0; }
        .badge.done { background: var(--live-soft); }
        .badge.open { background: var(--expired-soft); }
        .badge.later { background: var(--none-soft); }
        .filters { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-top: .75rem; }
        .filters a[aria-current] { font-weight: 700; text-decoration: none; color: var(--ink); }
        .wishes { margin-top: .875rem; }
        .wishes .filters { margin-top: .125rem; }
        .find { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin-top: .75rem; }
        .find .quiet-button { margin-top: 0; }
        .records .of { display: none; }
        .records td a { display: inline-block; margin-right: .5rem; }
        .records code { white-space: nowrap; overflow-wrap: normal; }
        .next .load::first-letter, .kind::first-letter { text-transform: uppercase; }
        .next .lacking + p { margin-top: .75rem; }
        .records .few { display: inline-flex; align-items: center; gap: .5rem; min-height: 1.75rem; }
        progress { width: 8rem; max-width: 100%; accent-color: var(--live); }
        @media (max-width: 39.99rem) {
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tbody tr { display: grid; grid-template-columns: 5rem 1fr; gap: 0 .75rem; padding: .5rem 0; border-top: 1px solid var(--line); }
          tbody th { grid-row: span 3; }
          tbody th, tbody td { border: 0; padding: 0; }
          .records tbody tr { display: block; }
          .records tbody td { display: grid; grid-template-columns: 7rem 1fr; gap: 0 .75rem; padding: .125rem 0; }
          .records tbody td.nothing { display: none; }
          .records .of { display: block; color: var(--soft); font-size: .9375rem; }
        }
        @media (min-width: 40rem) {
          header { padding: 1.25rem 1.5rem 1rem; }
          main { gap: 1.25rem; padding: 0 1.5rem 4rem; }
          header p { max-width: 41rem; }
          header nav { max-width: 41rem; }
          header:has(+ .wide) p, header:has(+ .wide) nav { max-width: 77rem; }
          .card { padding: 1.75rem 2rem; }
          .card h1 { font-size: 2.125rem; }
          .state { display: grid; grid-template-columns: auto 1fr; column-gap: 1.5rem; align-items: center; text-align: left; padding: 1.75rem 2rem; }
          .state .sign { grid-row: span 2; width: 5.5rem; height: 5.5rem; }
          .words strong { font-size: 2.375rem; }
          .words { align-self: end; margin: 0; }
          .when { align-self: start; }
          .state.none .words { align-self: center; }
          .state.none .sign { grid-row: auto; }
          dl div { display: grid; grid-template-columns: 13rem 1fr; gap: 1rem; align-items: baseline; }
          dt [lang=en] { display: block; line-height: 1.2; }
          dt [lang=en]::before { content: none; }
          .history li { grid-template-columns: 4.5rem 1fr; }
          .note, .trace { padding: 0 .5rem; }
        }
        @media print {
          :root { --page: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #999; --accent: #000; --on: #000; }
          .state { background: none !important; border: 2px solid #000; }
          .drop, .load, .skip, button, nav, .to-content, .find, .filters, .acts, .records input { display: none; }
          .records { font-size: .8125rem; }
          tr { break-inside: avoid; }
          .plan { overflow: visible; border: 0; }
          .plan svg { min-width: 0; }
        }

        """ + ofJudges + ofFigures
}
