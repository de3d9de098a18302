extension AllocationPlan.Hindrance {
    /// What stood in the way, as the minutes and answers to tenants say it.
    ///
    /// - Parameter name: what a quota is of, such as a province and a product group by their names.
    public func text(quota name: (AllocationProblem.Quota) -> Bilingual) -> Bilingual {
        switch self {
        case .quota(let quota, 0):
            Bilingual(
                vi: "chỉ tiêu của \(name(quota).vi) đã hết", en: "the quota of \(name(quota).en) is used up")
        case .quota(let quota, let left):
            Bilingual(
                vi: "chỉ tiêu của \(name(quota).vi) chỉ còn \(left) gian hàng",
                en: "the quota of \(name(quota).en) has only \(left) left")
        case .zoneFull(let zone), .noRun(let zone, 0):
            Bilingual(vi: "\(Self.named(zone).vi) đã hết gian hàng", en: "\(Self.named(zone).en) is full")
        case .noRun(let zone, let longest):
            Bilingual(
                vi: "\(Self.named(zone).vi) chỉ còn nhiều nhất \(longest) gian hàng liền kề nhau",
                en: "at most \(longest) free booths hang together in \(Self.named(zone).en)")
        case .noBooths:
            Bilingual(vi: "hội chợ không còn gian hàng trống", en: "the fair has no free booths")
        }
    }
}

extension AllocationPlan.Hindrance {
    /// A zone inside a sentence; booths without one are those of the plan.
    private static func named(_ zone: String) -> Bilingual {
        zone.isEmpty ? Bilingual(vi: "sơ đồ", en: "the plan") : ZoneWording(zone).text
    }
}

extension AllocationPlan.Outcome {
    /// Why a request got what it got, as the minutes and answers to tenants say it.
    ///
    /// - Parameter name: what a quota is of.
    public func why(quota name: (AllocationProblem.Quota) -> Bilingual) -> Bilingual {
        var said: [Bilingual] = []
        if isWhole, hindrances.isEmpty {
            said.append(Bilingual(vi: "đúng như đã xin", en: "as asked for"))
        } else if isWhole {
            said.append(
                Bilingual(
                    vi: "đủ số gian, không ở khu mong muốn nhất", en: "all booths, not in the best zone"))
        } else if booths.isEmpty, request.isGroup {
            said.append(
                Bilingual(
                    vi: "các gian liền kề chỉ giao đủ hoặc không giao",
                    en: "adjacent booths are given all or none"))
        }
        said += hindrances.map { $0.text(quota: name) } + (draw.map { [$0.name] } ?? [])
        return Bilingual(
            vi: said.map(\.vi).joined(separator: "; "), en: said.map(\.en).joined(separator: "; "))
    }
}

extension AllocationPlan.Draw {
    /// What the draw did, as the minutes say it.
    public var name: Bilingual {
        switch self {
        case .won: Bilingual(vi: "được hơn nhờ bốc thăm", en: "has more by the draw")
        case .lost: Bilingual(vi: "được ít hơn do bốc thăm", en: "has less by the draw")
        case .between: Bilingual(vi: "thứ tự do bốc thăm", en: "placed by the draw")
        }
    }
}
