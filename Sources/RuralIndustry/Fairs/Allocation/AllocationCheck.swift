/// Everything that can be wrong with an allocation problem.
struct AllocationCheck {
    private let problem: AllocationProblem

    init(_ problem: AllocationProblem) { self.problem = problem }

    var violations: [Violation] {
        repeatedBooths + unknownNeighbours + repeatedRequests + problem.requests.flatMap(wrongs)
            + repeatedQuotas
            + negativeQuotas + tooLarge
    }

    private var repeatedBooths: [Violation] {
        Self.repeated(problem.booths.map(\.code)).map {
            Violation(
                "allocation-booth-repeated", vi: "Gian hàng \(Text.quoted($0)) có hai lần trong sơ đồ",
                en: "Booth \(Text.quoted($0)) is on the plan twice")
        }
    }

    private var unknownNeighbours: [Violation] {
        problem.booths.indices.filter { booth in
            problem.booths[booth].neighbours.contains { $0 == booth || !problem.booths.indices.contains($0) }
        }.map {
            let code = Text.quoted(problem.booths[$0].code)
            return Violation(
                "allocation-neighbour-unknown",
                vi: "Gian hàng \(code) ghi gian hàng liền kề không có trong sơ đồ",
                en: "Booth \(code) names a neighbour that is not another booth of the plan")
        }
    }

    private var repeatedRequests: [Violation] {
        Self.repeated(problem.requests.map(\.id)).map {
            Violation(
                "allocation-request-repeated", vi: "Đăng ký \(Text.quoted($0)) có hai lần",
                en: "Request \(Text.quoted($0)) is there twice")
        }
    }

    private func wrongs(_ request: AllocationProblem.Request) -> [Violation] {
        let id = Text.quoted(request.id)
        var found: [Violation] = []
        if request.boothsWanted < 1 {
            found.append(
                Violation(
                    "allocation-booths-wanted", vi: "Đăng ký \(id) phải xin ít nhất 1 gian hàng",
                    en: "Request \(id) must ask for at least 1 booth"))
        }
        if request.points < 0 {
            found.append(
                Violation(
                    "allocation-points", vi: "Điểm ưu tiên của đăng ký \(id) không được âm",
                    en: "The priority points of request \(id) must not be below zero"))
        }
        found += Self.repeated(request.zones).map {
            Violation(
                "allocation-zone-repeated", vi: "Đăng ký \(id) ghi khu \(Text.quoted($0)) hai lần",
                en: "Request \(id) names zone \(Text.quoted($0)) twice")
        }
        return found
    }

    private var repeatedQuotas: [Violation] {
        let unlimited = problem.quotas.map {
            AllocationProblem.Quota(province: $0.province, group: $0.group, funds: $0.funds, maximum: 0)
        }
        return Self.repeated(unlimited).map {
            Violation(
                "allocation-quota-repeated", vi: "Chỉ tiêu \($0.marks) được ghi hai lần",
                en: "The quota of \($0.marks) is given twice")
        }
    }

    private var negativeQuotas: [Violation] {
        problem.quotas.filter { $0.maximum < 0 }.map {
            Violation(
                "allocation-quota-negative", vi: "Chỉ tiêu \($0.marks) không được âm",
                en: "The quota of \($0.marks) must not be below zero")
        }
    }

    /// Totals must fit integers with room to spare: every sum that the allocation makes, prices of quotas among them, stays below
    /// eight times this one.
    private var tooLarge: [Violation] {
        let most = problem.requests.map(\.points).max() ?? 0
        if let ceiling = problem.scale.ceiling(points: max(most, 0)) {
            let sums = (problem.booths.count + 8) * (problem.quotas.count + 1)
            let total = ceiling.multipliedReportingOverflow(by: sums)
            if !total.overflow, total.partialValue < Int.max / 8 { return [] }
        }
        return [
            Violation(
                "allocation-too-large", vi: "Điểm ưu tiên hoặc thang điểm nguyện vọng quá lớn",
                en: "The priority points or the preference scale are too large")
        ]
    }

    /// What stands in a list more than once, in its order.
    private static func repeated<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: [Value: Int] = [:]
        return values.filter {
            seen[$0, default: 0] += 1
            return seen[$0] == 2
        }
    }
}

extension AllocationProblem.Quota {
    /// What it looks at: `01, food, –`.
    var marks: String {
        [province?.text, group?.rawValue, funds?.rawValue].map { $0.map { Text.quoted($0) } ?? "–" }.joined(
            separator: ", ")
    }
}
