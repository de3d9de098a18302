import RuralIndustry
import TestSupport
import Testing

@testable import Registry

/// Every use case that asks the policy, as every role, on records within its territory and without: what happens must be what
/// the table says.
@Suite("Every role, inside and outside its territory")
struct TerritoryTests {
    /// Of a province's records; the role's other grant is of a place that they do not lie in.
    private struct Records: Sendable {
        let establishment: Int64
        let other: Int64
        let product: Int64
        let round: Int64
        let award: Int64
        let fair: Int64
        let booth: Int64
        let request: Int64
        let registration: Int64
        let strangers: (establishment: Int64, round: Int64)
    }

    private struct Probe: Sendable {
        let action: Action
        /// Throws what the use case throws; false: a list that does not hold the record.
        let run: @Sendable (TestRegistry, Records, Viewer) async throws -> Bool
    }

    /// What concerns the whole registry: a role of a part of it may not, whatever the table says.
    private static let national: Set<Action> = [
        .unitImport, .unitChange, .calendarImport, .regulationImport, .fundingImport, .auditRead,
        .integrityCheck, .keyChange,
    ]
    /// What has no territory.
    private static let everywhere: Set<Action> = [
        .unitRead, .calendarRead, .regulationRead, .awardHistory, .certificateVerify, .registrySearch,
        .keyRead,
        .auditSeal,
        .fairRead, .fairVisit,
    ]
    /// What no probe here asks for: each needs a state that its own suite makes, and goes through the same door
    /// (`Session.require`, `requireGiven`) as the others of its kind.
    private static let elsewhere: Set<Action> = [
        .establishmentClose, .productClose, .dossierReplace, .dossierWithdraw, .dossierPublish,
        .certificateRevoke,
        .certificateReplace,
        .nominationRead,
        .complaintAnswer,
        .nominationCreate, .certificateRead, .userChange, .signIn, .registrationFile,
        .complaintFileOwn, .unitImport,
        .unitChange, .keyChange,
        .auditSeal,
    ]

    @Test("what is allowed is what the table allows, and only there")
    func matrix() async throws {
        try await TestRegistry.run { test in
            let records = try await Self.records(test)
            for role in Role.grantable {
                let inside = try await Self.viewer(test, role, records, isInside: true)
                let outside = try await Self.viewer(test, role, records, isInside: false)
                for probe in Self.probes {
                    let allowed = Policy.allows(role, probe.action)
                    let isAnywhere = Self.everywhere.contains(probe.action)
                    let isNational = Self.national.contains(probe.action)
                    #expect(
                        await Self.passes(probe, test, records, inside) == (allowed && !isNational),
                        "\(role.rawValue) inside: \(probe.action.rawValue)")
                    #expect(
                        await Self.passes(probe, test, records, outside) == (allowed && isAnywhere),
                        "\(role.rawValue) outside: \(probe.action.rawValue)")
                }
            }
        }
    }

    @Test("every action is probed here, or said to be elsewhere")
    func complete() {
        let probed = Set(Self.probes.map(\.action))
        #expect(Set(Action.allCases).subtracting(probed) == Self.elsewhere)
    }

    @Test(
        "a role of the nation may do everywhere what the table allows",
        arguments: [Role.officer, .auditor, .administrator])
    func nation(role: Role) async throws {
        try await TestRegistry.run { test in
            let records = try await Self.records(test)
            try await test.account("nation")
            try await test.grant(role, in: "VN", to: "nation")
            let viewer = try await test.viewer("nation")
            for probe in Self.probes {
                #expect(
                    await Self.passes(probe, test, records, viewer) == Policy.allows(role, probe.action),
                    "\(role.rawValue): \(probe.action.rawValue)")
            }
        }
    }

    @Test("an officer of a region reaches the provinces that are in it on the day, and no others")
    func region() async throws {
        try await TestRegistry.run { test in
            let records = try await Self.records(test)
            for (region, isWithin) in [("north", true), ("south", false)] {
                try await test.account(region)
                try await test.grant(.officer, in: region, to: region)
                let officer = try await test.viewer(region)
                for probe in Self.probes where Policy.allows(.officer, probe.action) {
                    let expected = isWithin || Self.everywhere.contains(probe.action)
                    #expect(
                        await Self.passes(probe, test, records, officer) == expected,
                        "\(region): \(probe.action.rawValue)")
                }
            }
        }
    }

    @Test("an import changes nothing if one of its rows is another province's, and names the row")
    func imports() async throws {
        try await TestRegistry.run { test in
            let records = try await Self.records(test)
            let clerk = try await Self.viewer(test, .clerk, records, isInside: false)
            let told = await expectRefusal("outside-territory", "outside-territory") {
                _ = try await test.registry.importEstablishments(
                    RecordFile(
                        csv: """
                            id,name,legal_form,commune_code
                            ,Mới ở tỉnh khác,household,05503
                            \(records.establishment),Đổi tên,cooperative,05503

                            """),
                    on: Day("2023-05-15"), today: test.today, as: clerk)
            }
            #expect(told.map(\.place.row) == [2, 3])
            await expectRefusal("outside-territory") {
                _ = try await test.registry.importProducts(
                    RecordFile(csv: "name,group,establishment_id\nLấn sang,food,\(records.establishment)\n"),
                    as: clerk)
            }
            #expect(
                try await test.registry.establishment(records.establishment, as: test.viewer).name
                    == "Trong tỉnh")
        }
    }

    // MARK: Records and viewers

    private static func records(_ test: TestRegistry) async throws -> Records {
        let establishment = try await test.establishment(name: "Trong tỉnh")
        let other = try await test.establishment(name: "Cơ sở khác")
        let product = try await test.product(of: establishment)
        func round(_ name: String) async throws -> Int64 {
            try await test.registry.createRound(
                NewRound(
                    regulationID: "vbhn-16-2018", level: .provincial, organiserCode: "19", year: 2023,
                    name: name,
                    heldOn: Day("2023-05-15")), as: test.viewer, today: test.today
            ).id
        }
        let judged = try await round("Kỳ bình chọn")
        try await test.account("province")
        try await test.grant(.clerk, in: "19", to: "province")
        let foreign = try await test.registry.createRound(
            NewRound(
                regulationID: "vbhn-16-2018", level: .provincial, organiserCode: "01", year: 2023,
                name: "Của nơi khác",
                heldOn: Day("2023-05-15")), as: test.viewer, today: test.today)
        try await test.importAwards(
            """
            product_name,establishment_name,level,year,issuer_code,decision_number,decision_date
            Sản phẩm Mẫu,Trong tỉnh,provincial,2023,19,1/QĐ-UBND,2023-10-10

            """)
        let award = try await test.registry.awards(as: test.viewer)
        let fair = try await test.openFair()
        let held = try await test.hold("A01", at: fair)
        try await test.requests("tenant_kind,tenant_name,booths,filed_on\nsponsor,x,1,2026-11-01\n", at: fair)
        let request = try await test.requests(of: fair)
        let registration = try await test.registration(at: Day("2023-05-15"))
        return Records(
            establishment: establishment.id, other: other.id, product: product.id, round: judged,
            award: award.first?.id ?? 0, fair: fair.id, booth: held[0].id, request: request[0].id,
            registration: registration.id,
            strangers: (other.id, foreign.id))
    }

    private static func viewer(
        _ test: TestRegistry, _ role: Role, _ records: Records, isInside: Bool
    ) async throws -> Viewer {
        let place =
            role.territories.contains(.unit)
            ? (isInside ? "19" : "08")
            : role.territories.contains(.round)
                ? "round:\(isInside ? records.round : records.strangers.round)"
                : "establishment:\(isInside ? records.establishment : records.strangers.establishment)"
        let login = "\(role.rawValue)-\(isInside ? "in" : "out")"
        try await test.account(login)
        try await test.grant(role, in: place, to: login)
        return try await test.viewer(login)
    }

    /// False if the use case refused for want of permission or territory, or did not list the record.
    private static func passes(_ probe: Probe, _ test: TestRegistry, _ records: Records, _ viewer: Viewer)
        async -> Bool
    {
        do {
            return try await probe.run(test, records, viewer)
        } catch let refusal as Refusal {
            return !refusal.violations.contains { ["not-permitted", "outside-territory"].contains($0.code) }
        } catch {
            Issue.record("\(probe.action.rawValue): \(error)")
            return true
        }
    }

    // MARK: Probes

    private static func probe(
        _ action: Action, _ run: @escaping @Sendable (TestRegistry, Records, Viewer) async throws -> Void
    ) -> Probe {
        Probe(action: action) { test, records, viewer in
            try await run(test, records, viewer)
            return true
        }
    }

    private static let probes: [Probe] = reading + registering + judging + awarding + fairs

    private static let reading: [Probe] = [
        probe(.unitRead) { _ = try await $0.registry.unit("19", on: $0.today, as: $2) },
        probe(.calendarRead) { _ = try await $0.registry.calendar(as: $2) },
        probe(.regulationRead) { _ = try await $0.registry.regulations(as: $2) },
        probe(.keyRead) { _ = try await $0.registry.signingKeys(as: $2) },
        probe(.registrySearch) { _ = try await $0.registry.search(SearchQuery("mẫu"), on: $0.today, as: $2) },
        probe(.awardHistory) { _ = try await $0.registry.awardHistory(.product($1.product), as: $2) },
        probe(.fairVisit) { _ = try await $0.registry.publicFair($1.fair, today: $0.today, as: $2) },
        probe(.certificateVerify) { _ = try await $0.registry.papers(withCodes: ["X"], as: $2) },
        probe(.auditRead) { _ = try await $0.registry.auditTail(1, as: $2) },
        probe(.integrityCheck) { _ = try await $0.registry.checkInvariants(as: $2) },
        probe(.calendarImport) { _ = try await $0.registry.importCalendar([], as: $2, dryRun: true) },
        probe(.fundingImport) { _ = try await $0.registry.importFundingRules([], as: $2, dryRun: true) },
        probe(.regulationImport) {
            _ = try await $0.registry.importRegulation(
                RegulationLayer(
                    parsing: Array(#"{"id": "thu-1", "extends": "vbhn-46-2025", "territory": "19"}"#.utf8)),
                as: $2, dryRun: true)
        },
        Probe(action: .userRead) { test, _, viewer in
            try await test.registry.accounts(on: test.today, as: viewer).contains { $0.login == "province" }
        },
    ]

    private static let registering: [Probe] = [
        Probe(action: .changeRead) { test, records, viewer in
            try await test.registry.changes(after: .start, limit: 1000, as: viewer).changes.contains {
                $0.kind == .establishment && $0.id == records.establishment
            }
        },
        Probe(action: .establishmentRead) { test, records, viewer in
            _ = try await test.registry.establishmentDetails(
                records.establishment, on: test.today, as: viewer)
            _ = try await test.registry.establishmentVersions(records.establishment, as: viewer)
            _ = try await test.registry.eligibility(of: records.establishment, on: test.today, as: viewer)
            return try await test.registry.establishments(on: test.today, as: viewer).contains {
                $0.id == records.establishment
            }
        },
        probe(.establishmentAdd) { test, _, viewer in
            _ = try await test.registry.addEstablishment(
                Fields(named: [
                    "name": "Mới \(viewer.name)", "legal_form": "household", "commune_code": "05503",
                ]),
                on: Day("2023-05-15"), today: test.today, as: viewer)
        },
        probe(.establishmentEdit) { test, records, viewer in
            _ = try await test.registry.editEstablishment(
                records.establishment, changes: Fields(), on: test.today, today: test.today, as: viewer)
        },
        probe(.establishmentImport) { test, _, viewer in
            _ = try await test.registry.importEstablishments(
                RecordFile(csv: "name,legal_form,commune_code\nMới,household,05503\n"), on: Day("2023-05-15"),
                today: test.today, as: viewer, dryRun: true)
        },
        probe(.establishmentSite) { test, records, viewer in
            _ = try await test.registry.addProductionSite(
                ProductionSiteDraft(communeCode: "05503"), of: records.establishment, on: Day("2023-05-15"),
                today: test.today, as: viewer)
        },
        probe(.establishmentMerge) { test, records, viewer in
            _ = try await test.registry.mergeEstablishment(
                records.establishment, into: records.other, on: test.today, because: "thử", today: test.today,
                as: viewer, dryRun: true)
        },
        probe(.establishmentRedact) { test, records, viewer in
            _ = try await test.registry.redactEstablishment(
                records.establishment, act: "1/QĐ", on: test.today, because: "thử", today: test.today,
                as: viewer,
                dryRun: true)
        },
        Probe(action: .productRead) { test, records, viewer in
            _ = try await test.registry.product(records.product, as: viewer)
            _ = try await test.registry.productVersions(records.product, as: viewer)
            return try await test.registry.products(as: viewer).contains { $0.id == records.product }
        },
        probe(.productAdd) { test, records, viewer in
            _ = try await test.registry.addProduct(
                Fields(named: [
                    "name": "Mới", "group": "food", "establishment_id": String(records.establishment),
                ]),
                as: viewer)
        },
        probe(.productEdit) { test, records, viewer in
            _ = try await test.registry.editProduct(records.product, changes: Fields(), as: viewer)
        },
        probe(.productImport) { test, records, viewer in
            _ = try await test.registry.importProducts(
                RecordFile(csv: "name,group,establishment_id\nMới,food,\(records.establishment)\n"),
                as: viewer,
                dryRun: true)
        },
        probe(.entryFile) {
            _ = try await $0.registry.ownEntries(of: $1.establishment, today: $0.today, as: $2)
        },
        probe(.boothRequestOwn) {
            _ = try await $0.registry.requestOwnBooths(
                of: $1.establishment, atFair: $1.fair, Fields(named: ["booths": "1"]), today: $0.today,
                as: $2,
                dryRun: true)
        },
        probe(.boothReadOwn) {
            _ = try await $0.registry.fairsTakingRequests(of: $1.establishment, today: $0.today, as: $2)
            _ = try await $0.registry.ownBoothRequests(of: $1.establishment, as: $2)
            _ = try await $0.registry.ownBooths(of: $1.establishment, as: $2)
        },
        probe(.certificateReadOwn) {
            _ = try await $0.registry.ownCertificates(of: $1.establishment, as: $2)
        },
        Probe(action: .registrationRead) { test, records, viewer in
            _ = try await test.registry.registration(records.registration, as: viewer)
            return try await test.registry.registrations(as: viewer).contains {
                $0.id == records.registration
            }
        },
        probe(.registrationConfirm) {
            _ = try await $0.registry.refuseRegistration(
                $1.registration, because: "thử", at: Instant(microsecondsSince1970: 1_763_614_800_000_000),
                as: $2, dryRun: true)
        },
        probe(.dossierRead) { test, records, viewer in
            if viewer.reach(.dossierRead).scopes.contains(where: {
                if case .round = $0 { true } else { false }
            }) {
                _ = try await test.registry.dossiers(ofRound: records.round, entries: [], as: viewer)
            } else {
                _ = try await test.registry.dossier(of: .product(records.product), as: viewer)
            }
        },
        probe(.dossierAdd) { test, records, viewer in
            _ = try await test.registry.addPapers(
                [], to: .product(records.product), today: test.today, as: viewer, dryRun: true)
        },
    ]

    private static let judging: [Probe] = [
        Probe(action: .roundRead) { test, records, viewer in
            _ = try await test.registry.round(records.round, as: viewer)
            _ = try await test.registry.panel(ofRound: records.round, as: viewer)
            return try await test.registry.rounds(as: viewer).contains { $0.id == records.round }
        },
        probe(.roundCreate) { test, _, viewer in
            _ = try await test.registry.createRound(
                NewRound(
                    regulationID: "vbhn-16-2018", level: .provincial, organiserCode: "19", year: 2023,
                    name: "Thử",
                    heldOn: Day("2023-05-15")), as: viewer, today: test.today, dryRun: true)
        },
        probe(.roundStep) { _ = try await $0.registry.publishRound($1.round, as: $2) },
        probe(.roundCancel) {
            _ = try await $0.registry.cancelRound($1.round, act: "1/QĐ", on: $0.today, because: "thử", as: $2)
        },
        probe(.roundDecide) {
            _ = try await $0.registry.decideRound(
                $1.round, act: DecisionAct(number: "1/QĐ", decidedOn: $0.today), rows: [], as: $2,
                dryRun: true)
        },
        probe(.roundCorrect) {
            _ = try await $0.registry.correctRound(
                $1.round, act: CorrectionAct(number: "1/QĐ", correctedOn: $0.today, because: "thử"),
                corrections: [], as: $2, today: $0.today, dryRun: true)
        },
        probe(.roundStatistics) {
            _ = try await $0.registry.roundStatistics(of: .round($1.round), as: $2)
        },
        probe(.councilChange) {
            _ = try await $0.registry.addCouncilMember(
                round: $1.round, name: "Ủy viên \($2.name)", role: .member, from: $0.today, as: $2)
        },
        probe(.panelChange) {
            try await $0.registry.removeJudge(
                round: $1.round, code: "J9", on: $0.today, because: "thử", as: $2)
        },
        probe(.councilMeet) {
            _ = try await $0.registry.recordMeeting(
                ofRound: $1.round, on: $0.today, present: [], as: $2, today: $0.today, dryRun: true)
        },
        probe(.noticeRead) { _ = try await $0.registry.notices(ofRound: $1.round, as: $2) },
        probe(.noticeSend) {
            _ = try await $0.registry.sendNotices(
                ofRound: $1.round, on: $0.today, by: .post, as: $2, today: $0.today, dryRun: true)
        },
        probe(.meetingRead) { _ = try await $0.registry.meetings(ofRound: $1.round, as: $2) },
        probe(.minutesRead) { _ = try await $0.registry.minutes(ofRound: $1.round, as: $2) },
        probe(.sheetPrint) { _ = try await $0.registry.blankSheets(ofRound: $1.round, as: $2) },
        probe(.sheetCode) {
            _ = try await $0.registry.issueSheetCode(round: $1.round, judge: "J9", as: $2)
        },
        probe(.conflictRead) { _ = try await $0.registry.conflicts(ofRound: $1.round, as: $2) },
        probe(.conflictRecord) {
            _ = try await $0.registry.recordConflict(
                round: $1.round, judge: "J9", establishment: $1.establishment, because: "thử", on: $0.today,
                as: $2)
        },
        probe(.assignmentRead) { _ = try await $0.registry.assignments(ofRound: $1.round, as: $2) },
        probe(.assignmentDraw) {
            _ = try await $0.registry.drawAssignment(
                round: $1.round, perEntry: 1, seed: "a", on: $0.today, as: $2, dryRun: true)
        },
        probe(.entryRead) { _ = try await $0.registry.entries(ofRound: $1.round, as: $2) },
        probe(.entryImport) {
            _ = try await $0.registry.importEntries(
                [], round: $1.round, as: $2, today: $0.today, dryRun: true)
        },
        probe(.entryStep) {
            _ = try await $0.registry.moveEntries(
                round: $1.round, codes: [], to: .accepted, because: nil, as: $2)
        },
        probe(.markImport) {
            _ = try await $0.registry.importMarks([], round: $1.round, as: $2, dryRun: true)
        },
        probe(.sheetRead) { test, records, viewer in
            _ = try await test.registry.sheets(ofRound: records.round, as: viewer)
        },
        probe(.sheetSave) {
            _ = try await $0.registry.saveSheets(round: $1.round, [:], as: $2, dryRun: true)
        },
        probe(.sheetDossier) {
            _ = try await $0.registry.dossierParts(ofRound: $1.round, entry: "A", as: $2)
        },
        probe(.sheetSubmit) {
            _ = try await $0.registry.submitSheet(round: $1.round, entry: "A", judge: "J1", as: $2)
        },
        probe(.sheetReopen) {
            _ = try await $0.registry.reopenSheet(
                round: $1.round, entry: "A", judge: "J1", because: "thử", as: $2)
        },
        probe(.sheetType) {
            _ = try await $0.registry.typeMarks([], copy: 1, round: $1.round, as: $2, dryRun: true)
        },
        probe(.sheetSettle) { _ = try await $0.registry.typedDifferences(ofRound: $1.round, as: $2) },
        probe(.sheetAccept) {
            _ = try await $0.registry.acceptTyped(round: $1.round, as: $2, dryRun: true)
        },
        probe(.tallyRead) { _ = try await $0.registry.tally(ofRound: $1.round, as: $2) },
        probe(.bundleExport) {
            _ = try await $0.registry.resultBundle(
                ofRound: $1.round, sealedOn: $0.today, signedBy: nil, as: $2)
        },
        probe(.complaintRead) { _ = try await $0.registry.complaints(round: $1.round, as: $2) },
        probe(.complaintFile) {
            _ = try await $0.registry.fileComplaint(
                NewComplaint(
                    round: $1.round, entry: "A1", complainant: "Người khiếu nại", statement: "thử",
                    receivedOn: $0.today), as: $2, today: $0.today)
        },
        probe(.certificateIssue) {
            _ = try await $0.registry.issueCertificates(
                CertificateIssue(round: $1.round, issuedOn: $0.today, baseURL: "https://cnnt.example"),
                as: $2,
                dryRun: true)
        },
    ]

    private static let awarding: [Probe] = [
        Probe(action: .awardRead) { test, records, viewer in
            let awards = try await test.registry.awards(as: viewer)
            // a round's secretary sees the awards of the round, of which there are none yet
            return viewer.reach(.awardRead).scopes.contains(.round(records.round))
                || awards.contains { $0.id == records.award }
        },
        Probe(action: .awardCount) { test, records, viewer in
            let counts = try await test.registry.awardCounts(by: .province, on: test.today, as: viewer)
            return viewer.reach(.awardCount).scopes.contains(.round(records.round))
                || counts.reduce(0) { $0 + $1.awards } == 1
        },
        probe(.awardImport) { test, _, viewer in
            _ = try await test.registry.importAwards(
                RecordFile<AwardColumn>(
                    csv:
                        "product_name,establishment_name,level,year,issuer_code,decision_number,decision_date\nA,B,provincial,2023,19,2/QĐ,2023-10-11\n"
                ).parsed { (row, notation) throws(Refusal) in try EarlierAward.parse(row.fields, notation) },
                as: viewer,
                dryRun: true)
        },
    ]

    private static let fairs: [Probe] = [
        Probe(action: .fairRead) { test, records, viewer in
            _ = try await test.registry.boothStandings(ofFair: records.fair, on: test.today, as: viewer)
            _ = try await test.registry.boothHistory("A01", fair: records.fair, as: viewer)
            _ = try await test.registry.boothContracts(ofFair: records.fair, on: test.today, as: viewer)
            return try await test.registry.fairs(as: viewer).contains { $0.id == records.fair }
        },
        probe(.fairCreate) {
            _ = try await $0.registry.createFair(
                NewFair(
                    name: "Thử", level: .provincial, organiserCode: "19", venue: "x", first: $0.today,
                    last: $0.today), as: $2, dryRun: true)
        },
        probe(.fairEdit) {
            _ = try await $0.registry.editFair(
                $1.fair, FairChanges(name: "Thử"), because: "thử", as: $2, dryRun: true)
        },
        probe(.fairStep) { _ = try await $0.registry.openFair($1.fair, as: $2) },
        probe(.fairQuota) {
            _ = try await $0.registry.setBoothQuotas([], fair: $1.fair, as: $2, dryRun: true)
        },
        probe(.boothImport) {
            _ = try await $0.registry.importBooths(
                [], fair: $1.fair, from: .file, as: $2, today: $0.today, dryRun: true)
        },
        probe(.boothHold) {
            _ = try await $0.registry.holdBooths(
                NewBoothHold(
                    fair: $1.fair, booths: ["A02"], tenants: try BoothTenants([.sponsor("x")]),
                    until: $0.today), as: $2, today: $0.today, dryRun: true)
        },
        probe(.boothConfirm) {
            _ = try await $0.registry.confirmBooths($1.booth, as: $2, today: $0.today, dryRun: true)
        },
        probe(.boothMove) {
            _ = try await $0.registry.moveBooths(
                $1.booth, to: ["A03"], because: "thử", as: $2, today: $0.today, dryRun: true)
        },
        probe(.boothSwap) {
            _ = try await $0.registry.swapBooths(
                $1.booth, with: $1.booth, because: "thử", as: $2, today: $0.today, dryRun: true)
        },
        probe(.boothRelease) {
            _ = try await $0.registry.releaseBooths(
                $1.booth, because: "thử", as: $2, today: $0.today, dryRun: true)
        },
        probe(.boothNoShow) {
            _ = try await $0.registry.recordNoShow($1.booth, as: $2, today: $0.today, dryRun: true)
        },
        probe(.fairTerms) {
            _ = try await $0.registry.declareFairTerms(
                NewFairTerms(requestsUntil: $0.today), fair: $1.fair, as: $2, today: $0.today, dryRun: true)
        },
        // with the fair's terms still to be declared
        probe(.fairAllocate) {
            _ = try await $0.registry.allocateBooths(fair: $1.fair, as: $2, today: $0.today, dryRun: true)
        },
        // nobody waits there
        probe(.fairWaiting) {
            _ = try await $0.registry.offerBooths(
                fair: $1.fair, until: $0.today, as: $2, today: $0.today, dryRun: true)
        },
        probe(.boothRequest) {
            _ = try await $0.registry.withdrawBoothRequest($1.request, because: "thử", as: $2, dryRun: true)
        },
        probe(.boothRequestRefuse) {
            _ = try await $0.registry.refuseBoothRequest($1.request, because: "thử", as: $2, dryRun: true)
        },
    ]
}
