import Postgres
import RuralIndustry

/// What somebody did higher up on the strength of an award: entered it in a round, or nominated it. The law asks for the award when
/// an entry is filed and says nothing of one that is taken back later; so those who judge there are to be told, and decide.
struct AwardReliance: RowDecodable {
    let productName: String
    /// The round that it was entered in, without the entry's code, which is nobody's business here; nil: a nomination.
    let round: (id: Int64, name: String)?
    let nomination: String?

    init(_ row: Row) throws {
        productName = try row("product_name")
        round = try row("round_id", as: Int64?.self).map { ($0, try row("name", as: String.self)) }
        nomination = try row("number")
    }

    var violation: Violation {
        guard let round else {
            let number = nomination ?? ""
            return Violation(
                "award-relied-on",
                vi:
                    "“\(productName)” đã được đề cử lên cấp trên bằng văn bản \(number) trên cơ sở danh hiệu bị thu hồi; hãy báo nơi nhận",
                en:
                    "\(productName) was nominated by \(number) on the strength of the award that is taken back; tell those who received it"
            )
        }
        return Violation(
            "award-relied-on",
            vi:
                "“\(productName)” đang dự kỳ bình chọn số \(round.id) (\(round.name)) trên cơ sở danh hiệu bị thu hồi; hãy báo Hội đồng ở đó",
            en:
                "\(productName) is entered in round \(round.id) (\(round.name)) on the strength of the award that is taken back; tell its council"
        )
    }
}

extension Session {
    /// What rests on these awards, rounds that still take the entry for one first.
    func reliances(on awards: [Int64]) throws -> [AwardReliance] {
        try query(
            """
            SELECT a.product_name, r.round_id, r.name, NULL AS number
            FROM entry e JOIN award a ON a.award_id = e.lower_award_id JOIN round r USING (round_id)
            WHERE a.award_id = ANY (\(awards)) AND e.state NOT IN ('rejected', 'withdrawn') AND r.state <> 'cancelled'
            UNION ALL
            SELECT a.product_name, NULL, NULL, n.number FROM nomination n JOIN award a USING (award_id)
            WHERE a.award_id = ANY (\(awards))
            ORDER BY round_id NULLS LAST, number, product_name
            """, as: AwardReliance.self)
    }
}
