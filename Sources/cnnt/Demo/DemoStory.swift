import Documents
import FoundationEssentials
import Registry
import RuralIndustry

/// What the demonstration leaves behind.
struct DemoOutcome {
    let rounds: [RoundRecord]
    let files: Int
    let star: String
    let history: [AwardRecord]
    let fair: DemoFairOutcome
}

/// The demonstration: one province's round, a region's and the nation's, one building on the other, and a fair where some of those
/// who entered show their products, through the use cases that every command uses.
struct DemoStory {
    let registry: Registry
    let place: Workplace

    private var viewer: Viewer { place.viewer }

    func tell(writingTo folder: String) async throws -> DemoOutcome {
        try await registerEverything()
        let products = try await registry.products(as: viewer)
        let provincial = try await hold(.provincial, entering: products.map { DemoEntrant(product: $0.id) })
        let regional = try await hold(
            .regional, entering: try await nominated(from: provincial, for: .regional))
        let national = try await hold(
            .national, entering: try await nominated(from: regional, for: .national))
        let files = try await writePapers(of: [provincial, regional, national], to: folder)
        guard let star = try await bestCertificates(of: national, 1).first,
            let award = try await registry.awards(AwardFilter(level: .national), as: viewer)
                .first(where: { $0.certificateNumber == star }),
            let product = award.productID
        else { throw Violation("demo", vi: "trình diễn không thành", en: "the demonstration failed") }
        let fair = try await DemoFair(
            registry: registry, viewer: viewer, folder: place.sqlDirectory + "/demo"
        ).hold()
        return DemoOutcome(
            rounds: [provincial, regional, national], files: files, star: award.productName,
            history: try await registry.awardHistory(.product(product), as: viewer), fair: fair)
    }

    // MARK: Registering

    private func registerEverything() async throws {
        let folder = place.sqlDirectory + "/demo"
        let day = DemoRound.provincial.heldOn
        _ = try await registry.importUnits(
            try RecordFile<UnitColumn>.read(path: folder + "/units.csv").parsed {
                (row, notation) throws(Refusal) in
                try UnitRecord.parse(row.fields, notation)
            },
            lineage: try RecordFile<LineageColumn>.read(path: folder + "/lineage.csv").parsed {
                (row, notation) throws(Refusal) in try LineageEdge.parse(row.fields, notation)
            }, as: viewer)
        _ = try await registry.importEstablishments(
            try RecordFile.read(path: folder + "/establishments.csv"), on: day, today: place.today, as: viewer
        )
        _ = try await registry.importProducts(try RecordFile.read(path: folder + "/products.csv"), as: viewer)
    }

    // MARK: Holding a round

    private func hold(_ level: SelectionLevel, entering entrants: [DemoEntrant]) async throws -> RoundRecord {
        guard let script = DemoRound.all[level] else {
            throw Violation("demo", vi: "thiếu kỳ mẫu", en: "no such round")
        }
        let round = try await registry.createRound(
            try script.newRound(), as: viewer, today: place.today)
        _ = try await registry.openRound(round.id, as: viewer)
        try await seatCouncilAndPanel(round.id, script)
        let entries = try await file(entrants, in: round.id, script)
        _ = try await registry.moveEntries(
            round: round.id, codes: entries.map(\.code), to: .accepted, because: nil, as: viewer)
        _ = try await registry.startJudging(round.id, as: viewer)
        _ = try await registry.importMarks(
            try DemoMarks(script: script).rows(for: entries), round: round.id, as: viewer)
        let result = try await registry.closeRound(round.id, as: viewer, today: script.closedOn)
        let chosen = Set(result.tally.lines.prefix(script.recognised).map(\.entry))
        let rows = try entries.map { entry throws(Refusal) in
            try DecisionRow(entry: entry.code, recognised: chosen.contains(entry.code) ? "yes" : "no")
        }
        _ = try await registry.decideRound(round.id, act: script.act, rows: rows, as: viewer)
        _ = try await registry.issueCertificates(
            CertificateIssue(
                round: round.id, issuedOn: script.issuedOn, baseURL: try place.publicAddress(),
                isSpecimen: true, codeKey: try await place.signingKey(registry)),
            as: viewer)
        return try await registry.publishRound(round.id, as: viewer)
    }

    private func seatCouncilAndPanel(_ round: Int64, _ script: DemoRound) async throws {
        for seat in 0..<script.council {
            let role: CouncilRole = seat == 0 ? .chair : seat == 1 ? .standingViceChair : .member
            try await registry.addCouncilMember(
                round: round, name: "Ủy Viên Mẫu \(seat + 1)", role: role, from: script.heldOn, as: viewer)
        }
        for seat in 0..<script.judges {
            try await registry.addJudge(
                round: round, code: "J\(seat + 1)", name: "Giám Khảo Mẫu \(seat + 1)",
                role: seat == 0 ? .head : seat == 1 ? .deputy : .judge, from: script.heldOn, as: viewer)
        }
    }

    private func file(
        _ entrants: [DemoEntrant], in round: Int64, _ script: DemoRound
    ) async throws -> [EntryRecord] {
        let drafts = try entrants.enumerated().map { index, entrant in
            Located(
                try EntryDraft(
                    Fields(named: entrant.fields(filedOn: script.filedOn, letter: script.letter))),
                at: Place(row: index + 2))
        }
        return try await registry.importEntries(drafts, round: round, as: viewer, today: place.today)
    }

    // MARK: Going up

    /// The best of a round's recognised products, as the next level nominates them.
    private func nominated(from round: RoundRecord, for level: SelectionLevel) async throws -> [DemoEntrant] {
        let best = try await bestCertificates(of: round, DemoRound.all[level]?.entered ?? 0)
        let awards = try await registry.awards(AwardFilter(level: round.level), as: viewer)
        return best.compactMap { number in
            awards.first { $0.certificateNumber == number }.flatMap { award in
                award.productID.map { DemoEntrant(product: $0, lowerCertificate: number) }
            }
        }
    }

    /// Certificates are numbered in the order of the tally.
    private func bestCertificates(of round: RoundRecord, _ count: Int) async throws -> [String] {
        try await registry.certificates(round: round.id, as: viewer).prefix(count).compactMap(\.number)
    }

    // MARK: Papers

    private func writePapers(of rounds: [RoundRecord], to folder: String) async throws -> Int {
        let fonts = try FontSet.load(folder: place.fontDirectory)
        var manifest: [CertificateFile] = []
        for round in rounds {
            let batch = try await registry.writeCertificates(
                ofRound: round.id, to: folder, fonts: fonts, as: viewer)
            if !batch.failures.isEmpty { throw Failure.partlyDone(batch.failures) }
            manifest += batch.files
        }
        try Registry.writeManifest(manifest, to: folder)
        return manifest.count
    }
}

/// A product that enters a demonstration round.
struct DemoEntrant {
    let product: Int64
    var lowerCertificate: String?

    func fields(filedOn day: Day, letter: (number: String, day: Day)) -> [String: String] {
        var fields = ["product_id": String(product), "filed_on": day.iso]
        if let lowerCertificate {
            fields["lower_certificate"] = lowerCertificate
            fields["nomination_number"] = letter.number
            fields["nomination_date"] = letter.day.iso
        } else {
            fields["exception"] = EntryException.lowerRoundNotHeld.rawValue
        }
        return fields
    }
}
