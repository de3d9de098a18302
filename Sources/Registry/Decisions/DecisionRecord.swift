public import Postgres
public import RuralIndustry

/// The act that recognises products, as it was signed.
public struct DecisionRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let number: String
    public let decidedOn: Day
    /// The authority by its name on that day: `Ủy ban nhân dân tỉnh Thái Nguyên`.
    public let authority: String
    /// Where it was signed: `Thái Nguyên`, `Hà Nội`.
    public let place: String
    /// `TM.`, `KT.`, `TL.`, `TUQ.`, or empty for a head who signs as such.
    public let capacity: String
    /// `CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    public let signatoryTitle: String
    /// Empty if not stated.
    public let signatoryName: String
    /// Which amendment of the round's decision it is, from 1 on; nil: it is the first decision.
    public let amendment: Int?
    /// Why it amends.
    public let amendmentReason: String?
    let level: SelectionLevel

    public init(_ row: Row) throws {
        id = try row("decision_id")
        number = try row("number")
        decidedOn = try row("decided_on")
        authority = try row("authority")
        place = try row("place")
        capacity = try row("capacity")
        signatoryTitle = try row("signatory_title")
        signatoryName = try row("signatory_name")
        amendment = try row("amendment")
        amendmentReason = try row("amendment_reason")
        level = try row("level")
    }

    /// The issuing body at the head of a certificate, the ministry above its department.
    var issuerLines: [String] {
        level == .regional ? ["BỘ CÔNG THƯƠNG", authority.uppercased()] : [authority.uppercased()]
    }

    /// The line above the title: `TM. ỦY BAN NHÂN DÂN` for a committee, `KT. CHỦ TỊCH` for a deputy, `TL. CHỦ TỊCH`,
    /// `TUQ. CHỦ TỊCH` by order or authorisation (NĐ 30/2020/NĐ-CP, Phụ lục I).
    var capacityLine: String {
        switch capacity {
        case "": ""
        case "TM.": level == .regional || level == .national ? "TM. HỘI ĐỒNG" : "TM. ỦY BAN NHÂN DÂN"
        default: "\(capacity) \(headTitle)"
        }
    }

    private var headTitle: String {
        switch level {
        case .regional: "CỤC TRƯỞNG"
        case .national: "BỘ TRƯỞNG"
        default: "CHỦ TỊCH"
        }
    }
}

extension Session {
    /// The acts of a round: its decision and those that amend it, in their order.
    func decisions(ofRound id: Int64) throws -> [DecisionRecord] {
        try query(
            """
            SELECT d.*, r.level FROM decision d JOIN round r USING (round_id) WHERE d.round_id = \(id)
            ORDER BY d.amendment NULLS FIRST
            """, as: DecisionRecord.self)
    }

    /// One act, as it is recorded.
    func decision(_ id: Int64) throws -> DecisionRecord {
        try one(
            "SELECT d.*, r.level FROM decision d JOIN round r USING (round_id) WHERE d.decision_id = \(id)",
            as: DecisionRecord.self)
    }
}

extension Registry {
    /// The last act of a round that has one: its decision, or what amended it last.
    public func decision(ofRound id: Int64, as viewer: Viewer) async throws -> DecisionRecord? {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) {
            try $0.decisions(ofRound: id).last
        }
    }
}
