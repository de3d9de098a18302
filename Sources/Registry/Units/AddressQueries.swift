import Postgres
public import RuralIndustry

/// A unit of the asked day that an address may mean.
public struct AddressCandidate: Hashable, Sendable {
    public let code: UnitCode
    /// `xã Tân Phú, tỉnh Nghệ An`, as on the asked day.
    public let path: String
    public let fit: AddressFit
    /// The day on whose units the text was read.
    public let readOn: Day
    /// What the text said on that day, if the unit has become another one since.
    public let readAs: String?
    /// True if the unit that the text said was split and this is one of its parts.
    public let isPartial: Bool
}

/// What an address says on a day.
public struct AddressResolution: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable { case unique, ambiguous, unknown }

    public let outcome: Outcome
    /// The unit; or those that it may be; or, of an unknown address, what was recognised. Best first.
    public let candidates: [AddressCandidate]

    /// Violations: `address-ambiguous`, `address-unknown`.
    public func requireUnique() throws(Refusal) -> AddressCandidate {
        let codes = candidates.prefix(5).map { "\($0.code) (\($0.path))" }.joined(separator: "; ")
        switch outcome {
        case .unique:
            if let only = candidates.first { return only }
            throw Refusal(Self.unknown(""))
        case .ambiguous:
            throw Refusal(
                Violation(
                    "address-ambiguous",
                    vi:
                        "địa chỉ có thể thuộc \(candidates.count) đơn vị: \(codes); hãy ghi rõ hơn hoặc chọn mã",
                    en:
                        "the address may lie in \(candidates.count) units: \(codes); write more of it or choose the code"
                ))
        case .unknown: throw Refusal(Self.unknown(codes))
        }
    }

    private static func unknown(_ recognised: String) -> Violation {
        Violation(
            "address-unknown",
            vi: "không có đơn vị hành chính nào khớp với địa chỉ"
                + (recognised.isEmpty ? "" : "; chỉ nhận ra \(recognised)")
                + "; hãy ghi xã (phường), huyện nếu có, tỉnh, hoặc dùng --as-of để chọn ngày",
            en: "no administrative unit fits the address"
                + (recognised.isEmpty ? "" : "; only recognised: \(recognised)")
                + "; write commune (ward), district if there is one, province, or choose the day with --as-of"
        )
    }
}

extension Registry {
    /// The unit of a day that the text of an address names.
    ///
    /// A text that does not fit the units of the day, such as one with a district after 1 July 2025, is read on the days
    /// before units changed, the newest first, and what it said then is carried to the day along the lineage. What disagrees
    /// with the day's units in a kind or a tone counts only if no earlier day agrees.
    ///
    /// Violations: those of a line of text (`text-empty`, `text-too-long`, …).
    public func resolveAddress(
        _ text: String, on day: Day, as viewer: Viewer
    ) async throws -> AddressResolution {
        let text = try Self.addressLine(text)
        return try await read(.unitRead, of: .reference("unit"), as: viewer) { session in
            try AddressReading(session, day).resolution(of: text)
        }
    }

    /// The code of the commune that somebody names in a form, by its code or as an address has it.
    ///
    /// Violations: `unknown-unit`, `commune-unknown`, `commune-ambiguous`.
    public func communeCode(named text: String, on day: Day, as viewer: Viewer) async throws -> String {
        try await read(.unitRead, of: .reference("unit"), as: viewer) {
            try $0.communeCode(named: text, on: day)
        }
    }

    fileprivate static func addressLine(_ text: String) throws(Refusal) -> String {
        do throws(Violation) { return try Text.nonEmptyLine(text, limit: TextLimit.address) } catch {
            throw Refusal(error)
        }
    }
}

extension Session {
    /// The code of the commune that a form names: the code itself, or what is read as an address.
    func communeCode(named text: String, on day: Day) throws -> String {
        if let code = try? UnitCode(text, level: .commune) {
            return try requireUnit(code.text, on: day).record.code.text
        }
        let resolution = try AddressReading(self, day).resolution(of: try Registry.addressLine(text))
        let communes = resolution.candidates.filter { $0.code.level == .commune }
        if resolution.outcome == .unique, let only = communes.first { return only.code.text }
        throw Refusal(communes.isEmpty ? .communeUnknown(text) : .communeAmbiguous(communes))
    }
}

extension Violation {
    fileprivate static func communeUnknown(_ text: String) -> Violation {
        Violation(
            "commune-unknown",
            vi:
                "không nhận ra xã, phường nào trong \(Text.quoted(text)); ghi tên xã (phường) và tỉnh như hiện nay, hoặc mã xã 5 chữ số",
            en:
                "\(Text.quoted(text)) names no commune; write today's commune (ward) and province, or the commune's code of 5 digits"
        )
    }

    fileprivate static func communeAmbiguous(_ communes: [AddressCandidate]) -> Violation {
        let list = communes.prefix(5).map { "\($0.path) (\($0.code))" }.joined(separator: "; ")
        return Violation(
            "commune-ambiguous", vi: "có thể là một trong các nơi: \(list); hãy ghi mã của nơi đúng",
            en: "it may be one of: \(list); write the code of the right one")
    }
}

/// Reads addresses on one day, and on the days before it.
private struct AddressReading {
    private let session: Session
    private let day: Day
    private let units: [KnownUnit]
    private let resolver: AddressResolver

    init(_ session: Session, _ day: Day) throws {
        self.session = session
        self.day = day
        units = try session.query(
            KnownUnit.select + " WHERE lower(u.validity) IS NULL OR lower(u.validity) <= \(day)",
            as: KnownUnit.self)
        resolver = Self.resolver(of: units, on: day)
    }

    func resolution(of text: String) throws -> AddressResolution {
        let today = resolver.answer(text)
        if today.isSettled, today.unread == 0 { return today.resolution(on: day) }
        var found: AddressResolution?
        for earlier in earlierDays {
            let answer = Self.resolver(of: units, on: earlier).answer(text)
            if answer.isSettled, !today.isSettled { return try carried(answer, from: earlier) }
            if answer.isSettled, answer.unread < today.unread {
                // `Tân Phú, Tân Kỳ, Nghệ An`: a hamlet of today's commune, or a commune of the former district.
                return either(try carried(answer, from: earlier), today.resolution(on: day))
            }
            if answer.isFound, found == nil { found = try carried(answer, from: earlier) }
        }
        return today.isFound ? today.resolution(on: day) : found ?? today.resolution(on: day)
    }

    /// Both readings, except that today's adds nothing if it only tells the province of what the other tells.
    private func either(_ one: AddressResolution, _ today: AddressResolution) -> AddressResolution {
        let others = today.candidates.filter { larger in
            !one.candidates.contains { candidate in
                resolver.path(of: candidate.code)?.dropFirst().contains { $0.code == larger.code } ?? false
            }
        }
        if others.isEmpty { return one }
        let candidates = Self.oncePerCode(one.candidates + others)
        let isUnique = one.outcome == .unique && today.outcome == .unique && candidates.count == 1
        return AddressResolution(outcome: isUnique ? .unique : .ambiguous, candidates: candidates)
    }

    /// The last days before units changed, newest first.
    private var earlierDays: [Day] {
        let changes = units.flatMap { [$0.record.validity.from, $0.record.validity.to] }.compactMap(\.self)
        return Set(changes.filter { $0 <= day }).sorted(by: >).map { $0.adding(days: -1) }
    }

    private func carried(_ answer: AddressAnswer, from earlier: Day) throws -> AddressResolution {
        let ids = Dictionary(
            units.filter { $0.record.validity.contains(earlier) }.map { ($0.record.code, $0.id) }
        ) { first, _ in first }
        var candidates: [AddressCandidate] = []
        var isAllThere = true
        for match in answer.matches {
            let successors = try ids[match.unit.code].map(successors) ?? []
            if successors.isEmpty { isAllThere = false }
            for successor in successors {
                candidates.append(candidate(successor, of: match, readOn: earlier))
            }
        }
        let merged = Self.oncePerCode(candidates)
        if merged.isEmpty { return AddressResolution(outcome: .unknown, candidates: []) }
        let isUnique =
            isAllThere && answer.isSettled && merged.count == 1 && !merged[0].isPartial
        return AddressResolution(outcome: isUnique ? .unique : .ambiguous, candidates: merged)
    }

    private func candidate(
        _ successor: Successor, of match: AddressMatch, readOn earlier: Day
    ) -> AddressCandidate {
        let path = resolver.path(of: successor.code).map(AddressMatch.text) ?? successor.code.text
        return AddressCandidate(
            code: successor.code, path: path, fit: match.fit, readOn: earlier,
            readAs: "\(match.text) (\(match.unit.code))", isPartial: successor.isPartial)
    }

    private func successors(of id: Int64) throws -> [Successor] {
        try session.query(
            """
            SELECT u.code, s.partial FROM unit_successors(\(id), \(day)) s JOIN unit u ON u.unit_id = s.successor_id
            ORDER BY s.partial, u.code
            """, as: Successor.self)
    }

    /// A unit that several candidates lead to stands once; whole if one of them leads there whole.
    private static func oncePerCode(_ candidates: [AddressCandidate]) -> [AddressCandidate] {
        var seen: Set<UnitCode> = []
        let wholeFirst = candidates.filter { !$0.isPartial } + candidates.filter(\.isPartial)
        return wholeFirst.filter { seen.insert($0.code).inserted }
    }

    private static func resolver(of units: [KnownUnit], on day: Day) -> AddressResolver {
        AddressResolver(units.map(\.record).filter { $0.validity.contains(day) })
    }
}

/// What a unit has become.
private struct Successor: RowDecodable {
    let code: UnitCode
    let isPartial: Bool

    init(_ row: Row) throws {
        code = try row("code")
        isPartial = try row("partial")
    }
}

extension AddressAnswer {
    /// True if some unit fits.
    fileprivate var isFound: Bool {
        if case .unknown = self { false } else { true }
    }

    fileprivate var unread: Int { matches.first?.unread ?? .max }

    /// True if some unit fits, and nothing that is written disagrees with it.
    fileprivate var isSettled: Bool { isFound && matches.allSatisfy { $0.fit != .differs } }

    fileprivate func resolution(on day: Day) -> AddressResolution {
        let candidates = matches.map {
            AddressCandidate(
                code: $0.unit.code, path: $0.text, fit: $0.fit, readOn: day, readAs: nil, isPartial: false)
        }
        return switch self {
        case .unique: AddressResolution(outcome: .unique, candidates: candidates)
        case .ambiguous: AddressResolution(outcome: .ambiguous, candidates: candidates)
        case .unknown: AddressResolution(outcome: .unknown, candidates: candidates)
        }
    }
}
