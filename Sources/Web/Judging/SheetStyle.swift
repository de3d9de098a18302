extension StyleSheet {
    /// Score sheets, on a phone first: large fields for marks, and the total with what was saved always in sight.
    static let ofJudges = """
        .crumb { font-size: .9375rem; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .counts { margin-top: .375rem; display: flex; flex-wrap: wrap; gap: .25rem .375rem; }
        .counts .badge { margin-top: 0; }
        .sum { font-weight: 700; font-variant-numeric: lining-nums tabular-nums; }
        .sheets { list-style: none; padding: 0; margin-top: .75rem; }
        .sheets li { display: grid; grid-template-columns: minmax(5.5rem, auto) 1fr auto; gap: .25rem .75rem; align-items: center; padding: .5rem 0; border-top: 1px solid var(--line); }
        .sheets li > a { display: inline-block; padding: .5rem 0; font-weight: 600; }
        .sheets .badge { margin-top: 0; }
        .sheets .badge + a { display: inline-block; white-space: nowrap; }
        summary { min-height: 1.5rem; padding: .375rem 0; cursor: pointer; color: var(--accent); }
        .papers { margin: .75rem 0; }
        .papers ul { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: .75rem; }
        .papers img { display: block; width: 100%; height: 8rem; object-fit: cover; border-radius: .5rem; border: 1px solid var(--line); }
        html:has(.bar) { scroll-padding-bottom: 8rem; }
        .marks { gap: .75rem; }
        .heading { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; align-items: baseline; border-top: 2px solid var(--line); padding-top: .75rem; margin-top: .5rem; }
        .heading h2 { flex: 1 1 14rem; }
        .heading.depth1 h2, .heading.depth2 h2, .heading.depth3 h2 { font: 600 1rem/1.4 system-ui, sans-serif; }
        .depth1 { padding-left: .5rem; }
        .depth2, .depth3 { padding-left: 1rem; }
        .mark { border-top: 1px solid var(--line); padding-top: .625rem; }
        .mark .field > input[data-number] { max-width: 8rem; font-size: 1.25rem; font-weight: 600; font-variant-numeric: lining-nums tabular-nums; }
        .mark > .field { grid-template-columns: 1fr 6.5rem; column-gap: .75rem; align-items: center; }
        .mark > .field > label, .mark > .field > .wrong { grid-column: 1 / -1; }
        .mark > .field > .hint { grid-area: 2 / 1; }
        .mark > .field > input { grid-area: 2 / 2; }
        .mark details > .field { margin: .375rem 0 .75rem; }
        .mark summary { font-size: .9375rem; }
        .bar { position: sticky; bottom: 0; display: grid; grid-template-columns: auto 1fr; gap: .25rem .75rem; align-items: center; padding: .5rem 0; border-top: 2px solid var(--line); background: var(--card); }
        .bar .whole .sum { font-size: 1.375rem; }
        .bar .saved { font-size: .875rem; line-height: 1.35; }
        .bar .quiet-button { margin-top: 0; }
        .bar button { padding: .25rem 1rem; line-height: 1.25; }
        .bar button [lang=en] { display: block; font-size: .75rem; }
        .acts { grid-column: 1 / -1; display: flex; gap: .75rem; }
        .turn { display: flex; justify-content: space-between; gap: 1rem; margin-top: 1rem; }
        .turn a { padding: .5rem 0; }
        .turn .after { margin-left: auto; }
        .lines { white-space: pre-line; }
        .lacking { margin-top: .5rem; padding-left: 1.25rem; display: grid; gap: .75rem; }
        .lacking ul { padding-left: 1.25rem; }
        .check dd a { font-weight: 400; margin-left: .5rem; }
        .lead + p { margin-top: .75rem; }
        #drafts:empty, #leftover:empty { display: none; }
        @media (min-width: 40rem) {
          .bar { grid-template-columns: auto 1fr auto; }
          .acts { grid-column: auto; }
          .check div { grid-template-columns: 1fr 12rem; }
          .mark > .field > label { grid-column: 1; }
          .mark > .field > input { grid-area: 1 / 2 / 3; }
        }
        @media print { .bar, .turn { display: none; } }

        """
}
