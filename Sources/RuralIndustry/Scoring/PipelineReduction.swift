extension Pipeline {
    /// The total, and each criterion's value for the detail and for ties; nil where no marks are left.
    struct Reduced {
        let total: Rational?
        let panels: [Rational?]
    }

    /// Reduces sheets to one number, exactly; rounds where a step says so.
    ///
    /// - Parameter sheets: one per judge, each criterion's mark in millionths; where sheets are summed first only whole
    ///   ones.
    func reduce(_ sheets: [[Int128?]], weights: [ExactDecimal]) throws(NumberOverflow) -> Reduced {
        let weighted = weighsMarks ? try weigh(sheets, weights) : sheets
        // A weighted mark is a product of millionths.
        let scale: Int128 = weighsMarks ? 1_000_000_000_000 : 1_000_000
        if sumsSheetsFirst {
            return Reduced(
                total: try sumThenCombine(weighted, scale: scale),
                panels: try columns(sheets, count: weights.count).map { (column) throws(NumberOverflow) in
                    try Self.mean(column, trim: .none, scale: 1_000_000)
                })
        }
        let panels = try combine(sheets, criteria: weights.count, scale: 1_000_000)
        let values = weighsMarks ? try combine(weighted, criteria: weights.count, scale: scale) : panels
        return Reduced(total: try sum(values, weights: weights), panels: panels)
    }

    // MARK: Sheets first

    private func sumThenCombine(_ sheets: [[Int128?]], scale: Int128) throws(NumberOverflow) -> Rational? {
        var totals: [Int128] = []
        totals.reserveCapacity(sheets.count)
        for sheet in sheets {
            var total: Int128 = 0
            for mark in sheet { total = try Rational.sum(total, mark ?? 0) }
            totals.append(try Self.round(total, to: sumRounding, scale: scale))
        }
        return try combine(totals, scale: scale)
    }

    // MARK: Judges first

    private func combine(
        _ sheets: [[Int128?]], criteria: Int, scale: Int128
    ) throws(NumberOverflow) -> [Rational?] {
        try columns(sheets, count: criteria).map { (column) throws(NumberOverflow) in
            try combine(column, scale: scale)
        }
    }

    /// The sum over criteria, weighted before it if the pipeline says so at this place; nil if one has no value.
    private func sum(_ values: [Rational?], weights: [ExactDecimal]) throws(NumberOverflow) -> Rational? {
        var total = Rational.zero
        for (value, weight) in zip(values, weights) {
            guard var value else { return nil }
            if !weighsMarks, case .weight(let decimals)? = weightStep {
                value = try value.multiplied(by: Rational(weight))
                if let decimals { value = try value.rounded(to: decimals) }
            }
            total = try total.adding(value)
        }
        return try sumRounding.map { (decimals) throws(NumberOverflow) in try total.rounded(to: decimals) }
            ?? total
    }

    // MARK: Steps

    private func combine(_ marks: [Int128], scale: Int128) throws(NumberOverflow) -> Rational? {
        for step in steps {
            switch step {
            case .mean(let trim, let decimals):
                return try Self.round(try Self.mean(marks, trim: trim, scale: scale), to: decimals)
            case .median(let decimals):
                return try Self.round(try Self.median(marks, scale: scale), to: decimals)
            case .sum, .weight: continue
            }
        }
        return nil
    }

    private static func mean(_ marks: [Int128], trim: Trim, scale: Int128) throws(NumberOverflow) -> Rational?
    {
        let count = marks.count - trim.lowest - trim.highest
        guard count > 0 else { return nil }
        let kept = trim == .none ? marks[...] : marks.sorted().dropFirst(trim.lowest).dropLast(trim.highest)
        var sum: Int128 = 0
        for mark in kept { sum = try Rational.sum(sum, mark) }
        return try Rational(sum, over: try Rational.product(scale, Int128(count)))
    }

    /// The middle mark, or the mean of the two in the middle.
    private static func median(_ marks: [Int128], scale: Int128) throws(NumberOverflow) -> Rational? {
        let sorted = marks.sorted()
        guard !sorted.isEmpty else { return nil }
        let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
        return try Rational(try Rational.sum(low, high), over: try Rational.product(scale, 2))
    }

    private func weigh(_ sheets: [[Int128?]], _ weights: [ExactDecimal]) throws(NumberOverflow) -> [[Int128?]]
    {
        guard case .weight(let decimals)? = weightStep else { return sheets }
        return try sheets.map { (sheet) throws(NumberOverflow) in
            try zip(sheet, weights).map { (mark, weight) throws(NumberOverflow) -> Int128? in
                guard let mark else { return nil }
                let product = try Rational.product(mark, Int128(weight.millionths))
                return try Self.round(product, to: decimals, scale: 1_000_000_000_000)
            }
        }
    }

    private func columns(_ sheets: [[Int128?]], count: Int) -> [[Int128]] {
        (0..<count).map { criterion in sheets.compactMap { $0[criterion] } }
    }

    private var weightStep: Step? {
        steps.first { if case .weight = $0 { true } else { false } }
    }

    private var sumRounding: Int? {
        for case .sum(let decimals) in steps { return decimals }
        return nil
    }

    // MARK: Rounding

    private static func round(_ value: Rational?, to decimals: Int?) throws(NumberOverflow) -> Rational? {
        guard let value, let decimals else { return value }
        return try value.rounded(to: decimals)
    }

    /// Rounds a number of `1/scale`s half away from zero and leaves it in that unit.
    private static func round(_ number: Int128, to decimals: Int?, scale: Int128) throws(NumberOverflow)
        -> Int128
    {
        guard let decimals else { return number }
        let unit = scale / (try Rational.powerOfTen(decimals))
        let (quotient, remainder) = number.magnitude.quotientAndRemainder(dividingBy: unit.magnitude)
        let roundsUp = remainder >= unit.magnitude - remainder
        let magnitude = try Rational.product(Int128(quotient) + (roundsUp ? 1 : 0), unit)
        return number < 0 ? -magnitude : magnitude
    }
}
