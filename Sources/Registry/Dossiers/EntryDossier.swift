import Postgres
public import RuralIndustry

/// The dossier that an entry was filed with: pinned when the entry is accepted, until then what its product has on file.
public struct EntryDossier: Hashable, Sendable {
    public let code: String
    public let papers: [PaperRecord]
    /// Expiry is judged on the day of filing.
    public let report: DossierReport
}

extension Registry {
    /// The dossiers of entries of a round. Expiry is judged on `day`, or on each entry's day of filing.
    public func dossiers(
        ofRound id: Int64, entries codes: [String], on day: Day? = nil, as viewer: Viewer
    ) async throws -> [EntryDossier] {
        try await read(.dossierRead, of: .one("round", id: id), as: viewer) { session in
            let level = try session.round(id).level
            let known = Dictionary(
                uniqueKeysWithValues: try session.entries(ofRound: id).map { ($0.code, $0) })
            try Refusal.throwIfAny(
                codes.filter { known[$0] == nil }.map { Violation.unknownEntry($0, round: id) })
            return try codes.compactMap { known[$0] }.map { entry in
                let papers = try session.papers(ofEntry: entry)
                let report = DossierReport(
                    papers.map(\.paper), at: level, exception: entry.exception,
                    recorded: entry.recordedProof, on: day ?? entry.filedOn)
                return EntryDossier(code: entry.code, papers: papers, report: report)
            }
        }
    }
}

extension Session {
    /// Pins the papers that stand now to entries that are being accepted; once, as an entry is accepted once.
    func pinPapers(ofRound id: Int64, entries codes: [String]) throws {
        try execute(
            """
            INSERT INTO entry_paper (entry_id, dossier_paper_id)
            SELECT e.entry_id, d.dossier_paper_id FROM entry e CROSS JOIN LATERAL papers_of_product(e.product_id) d
            WHERE e.round_id = \(id) AND e.code = ANY (\(codes)) AND e.state <> 'accepted' AND d.withdrawn_at IS NULL
            ORDER BY e.entry_id, d.dossier_paper_id
            """)
    }

    fileprivate func papers(ofEntry entry: EntryRecord) throws -> [PaperRecord] {
        let pinned = try papers(
            "dossier_paper",
            matching: """
                d.dossier_paper_id IN (SELECT p.dossier_paper_id FROM entry_paper p WHERE p.entry_id = \(entry.id))
                """)
        if !pinned.isEmpty || entry.state == .accepted { return pinned }
        return try papers(DossierOwner.product(entry.productID).papers, matching: .standing)
    }
}

extension EntryRecord {
    /// The registry knows the lower award and the nomination that the entry rests on, and needs no paper for them.
    fileprivate var recordedProof: Set<PaperKind> {
        lowerAwardID == nil ? [] : PaperKind.givenByAward.union(PaperKind.givenByNomination)
    }
}
