extension StyleSheet {
    /// Charts, tables of numbers and the map of tiles.
    static let ofFigures = """
        .choices { align-items: end; }
        .charts { display: grid; gap: 1.25rem; margin-top: .75rem; align-items: start; }
        .charts > * { min-width: 0; }
        figure { margin: 0; }
        figcaption { margin-top: .25rem; color: var(--soft); font-size: .9375rem; }
        .chart { display: block; width: 100%; max-width: 34rem; height: auto; }
        .chart text { font: 10px system-ui, sans-serif; fill: var(--ink); }
        .chart .tick { text-anchor: end; fill: var(--soft); }
        .chart .mark { text-anchor: middle; }
        .rule { stroke: var(--line); stroke-width: 1; fill: none; }
        .bar { fill: var(--bar); }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .s1 { stroke: var(--sa); }
        .s2 { stroke: var(--sb); stroke-dasharray: 7 3; }
        .s3 { stroke: var(--sc); stroke-dasharray: 2 2; }
        .s4 { stroke: var(--sd); stroke-dasharray: 9 3 2 3; }
        .s5 { stroke: var(--se); stroke-dasharray: 12 4; }
        .dot { fill: var(--card); stroke-width: 1.5; stroke-dasharray: none; }
        .legend { list-style: none; padding: 0; margin-top: .5rem; display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .9375rem; }
        .legend:empty { display: none; }
        .key { width: 2rem; height: .5rem; vertical-align: middle; }
        .swatch { display: inline-block; width: 1.25rem; height: 1.25rem; border: 1px solid var(--soft); border-radius: .25rem; vertical-align: -.25rem; }
        .scrolled { overflow-x: auto; margin-top: .75rem; }
        .number { text-align: right; font-variant-numeric: tabular-nums lining-nums; }
        .meter { width: 40%; vertical-align: middle; padding-right: 0; }
        .meter svg { display: block; width: 100%; height: .75rem; }
        .figures th { font-weight: 600; }
        .figures thead [lang=en] { display: block; }
        .figures thead td { border-top: 0; }
        .figures td.meter { vertical-align: top; padding-top: .75rem; }
        .tiles { list-style: none; padding: 0; margin-top: .75rem; max-width: 30rem; display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); grid-auto-rows: minmax(3.5rem, auto); gap: .25rem; }
        .tiles a { display: grid; align-content: center; height: 100%; padding: .125rem; border: 1px solid var(--soft); border-radius: .375rem; background: inherit; color: inherit; font-size: .75rem; line-height: 1.15; text-align: center; text-decoration: none; }
        .tiles a:hover { text-decoration: underline; }
        .tiles strong { display: block; font-size: .9375rem; }
        .tiles li { border-radius: .375rem; }
        .shade-0 { background: var(--card); color: var(--ink); }
        .shade-1 { background: var(--few); color: var(--ink); }
        .shade-2 { background: var(--some); color: var(--ink); }
        .shade-3 { background: var(--many); color: var(--tile); }
        .shade-4 { background: var(--most); color: var(--tile); }
        .elsewhere { grid-column: auto; }
        \((1...5).map { ".c\($0) { grid-column: \($0); }" }.joined(separator: " "))
        \((1...16).map { ".r\($0) { grid-row: \($0); }" }.joined(separator: " "))
        footer { max-width: 44rem; margin: 0 auto; padding: 0 1rem 2.5rem; }
        footer ul { list-style: none; padding: .75rem 0 0; border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
        footer a { display: inline-block; padding: .25rem 0; color: var(--accent); }
        main.wide + footer { max-width: 80rem; }
        .awards .year { width: 4.5rem; }
        .awards .badge { margin-top: 0; }
        .answers h3 { margin-top: 1rem; font-size: 1.0625rem; }
        .answers h3 [lang=en] { font-weight: 400; }
        .answers p { margin-top: .375rem; }
        .answers p[lang=en] { font-size: .9375rem; }
        dl + p { margin-top: .75rem; }
        .files { list-style: none; padding: 0; margin: .75rem 0; display: grid; gap: .75rem; }
        details { margin-top: .75rem; }
        summary { padding: .375rem 0; cursor: pointer; color: var(--accent); font-weight: 600; }
        summary [lang=en] { font-weight: 400; }
        .card > ul:not([class]) { padding-left: 1.25rem; }
        .pictures { list-style: none; padding: 0; margin: .75rem 0; display: flex; flex-wrap: wrap; gap: .75rem; }
        .pictures img { display: block; width: auto; max-width: 100%; height: auto; max-height: 15rem; border-radius: .5rem; border: 1px solid var(--line); }
        .thumb { float: right; width: auto; height: auto; max-width: 6rem; max-height: 6rem; margin: 0 0 .25rem .75rem; border-radius: .375rem; border: 1px solid var(--line); }
        .hits li::after { content: ""; display: block; clear: both; }
        @media (max-width: 39.99rem) {
          .figures thead { position: static; width: auto; height: auto; clip-path: none; }
          .figures tbody tr { display: table-row; padding: 0; border: 0; }
          .figures tbody th, .figures tbody td { border-top: 1px solid var(--line); padding: .375rem .5rem .375rem 0; }
          .figures .meter { width: 25%; padding-right: 0; }
        }
        @media (max-width: 39.99rem) {
          .awards tbody tr { grid-template-columns: 3.25rem 1fr; }
          .awards tbody td { grid-column: 2; padding-bottom: .25rem; }
        }
        @media print {
          footer, .choices, [role=search], .to-content { display: none; }
          .card { border: 0; padding: 0; break-inside: auto; }
          main { max-width: none; padding: 0; }
          main a { color: #000; text-decoration: none; }
          tr, .hits li, figure { break-inside: avoid; }
        }
        @media (min-width: 40rem) {
          footer { padding: 0 1.5rem 3rem; }
          .choices { grid-template-columns: 1fr 1fr; }
        }
        @media (min-width: 60rem) {
          .charts { grid-template-columns: 1fr 1fr; }
          .choices { grid-template-columns: repeat(4, 1fr); }
        }

        """
}
