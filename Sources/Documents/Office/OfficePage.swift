/// The sheet that office papers are printed on, with its margins (NĐ 30/2020/NĐ-CP, Phụ lục I: 20 mm above and
/// below, 30 mm at the left, where papers are bound, 15 mm at the right).
struct OfficePage {
    let size: PageSize

    init(isLandscape: Bool) { size = isLandscape ? .a4.landscape : .a4 }

    var body: Rect {
        Rect(
            x: millimetres(30), y: millimetres(20), width: size.width - millimetres(45),
            height: size.height - millimetres(40))
    }

    /// Baselines of what stands above and below the body.
    var headBaseline: Double { millimetres(13.5) }
    var footBaseline: Double { size.height - millimetres(11) }
}

extension [Strip] {
    /// Where each strip stands, page by page: from the top of the body.
    ///
    /// Strips that belong together go on one page, unless they are taller than a page.
    func paginated(height: Double) -> [[(strip: Strip, y: Double)]] {
        var pages: [[(strip: Strip, y: Double)]] = [[]]
        var y = 0.0
        func newPage(for strip: Strip) {
            pages.append([])
            y = 0
            for head in strip.repeatedHead {
                pages[pages.count - 1].append((head, y))
                y += head.height
            }
        }
        var index = 0
        while index < count {
            var end = index
            while end + 1 < count, self[end].keepsWithNext { end += 1 }
            let group = self[index...end]
            let isAtTop = pages[pages.count - 1].isEmpty
            let needed = group.reduce(0) { $0 + $1.gap + $1.height } - (isAtTop ? self[index].gap : 0)
            let whole = group.reduce(0) { $0 + $1.gap + $1.height } - self[index].gap
            let headHeight = self[index].repeatedHead.reduce(0) { $0 + $1.height }
            if y + needed > height + 0.01, !isAtTop, whole + headHeight <= height + 0.01 {
                newPage(for: self[index])
            }
            for strip in group {
                let gap = pages[pages.count - 1].isEmpty || y == 0 ? 0 : strip.gap
                if y + gap + strip.height > height + 0.01, !pages[pages.count - 1].isEmpty {
                    newPage(for: strip)
                    pages[pages.count - 1].append((strip, y))
                    y += strip.height
                } else {
                    pages[pages.count - 1].append((strip, y + gap))
                    y += gap + strip.height
                }
            }
            index = end + 1
        }
        return pages
    }
}
