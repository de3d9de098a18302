import Registry
import RuralIndustry
import TestPictures
import TestSupport

@testable import Web

/// A registry with one of everything that an address can name, and for each role an account within whose reach all of it is, and one
/// that works elsewhere.
struct WalkedRegistry: Sendable {
    /// Somebody who asks, as a browser and as a program.
    struct Person: Sendable {
        let role: Role
        let login: String
        let cookie: String
        let token: String
    }

    /// What names everything that is within: whoever works elsewhere reads none of it in a list.
    static let names = [
        "Kỳ mẫu", "Kỳ bình chọn mẫu", "Kỳ Trong", "Cơ sở Trong", "Sản phẩm Trong", "nguoi.trong",
    ]

    /// Being judged, held and published, and open to entries.
    let judged: Int64
    let held: Int64
    let open: Int64
    let maker: Int64
    let product: Int64
    let productionSite: Int64
    let paper: Int64
    let entry: Int64
    let entryCode: String
    let complaint: Int64
    let member: Int64
    let certificate: String
    let certificateID: Int64
    let fair: Int64
    let otherFair: Int64
    let boothRequest: Int64
    /// Booths that are held at the fair for the maker.
    let heldBooths: Int64
    /// One whose booths were shared out, with the run and a booth of the maker's that is confirmed.
    let sharedFair: Int64
    let boothRun: Int64
    let rentedBooths: Int64
    let registration: Int64
    let registrationToken: String
    /// Of somebody who works within, with a role and a token.
    let account: Int64
    let role: Int64
    let token: Int64
    let inside: [Person]
    let outside: [Person]

    static func make(in test: TestRegistry) async throws -> WalkedRegistry {
        let (registry, viewer, today) = (test.registry, test.viewer, test.today)
        let judges = try await JudgesRound.hold(in: test)
        let held = try await HeldRound.hold(in: test, ["Sản phẩm Trong"], establishment: "Cơ sở Trong")
        _ = try await registry.sendNotices(
            ofRound: held.round, on: Day("2023-07-03"), by: .post, as: viewer, today: today)
        let maker = held.products[0].establishmentID
        let product = try await registry.addProduct(
            Fields(named: ["name": "Sản phẩm Trong Hai", "group": "food", "establishment_id": "\(maker)"]),
            as: viewer)
        let productionSite = try await registry.addProductionSite(
            ProductionSiteDraft(communeCode: "05503", address: nil, makes: "sao chè", openedOn: nil),
            of: maker,
            on: today, today: today, as: viewer)
        let papers = try await registry.addPapers(
            [
                IncomingPaper(
                    try Fields(named: ["kind": "photo"]),
                    bytes: Picture(width: 320, height: 240, seed: 7).jpeg())
            ], to: .product(product.id), today: today, as: viewer)
        try await registry.putInDesign(
            Array(#"{"id": "mau-trong", "title": "Mẫu Trong", "based_on": "standard-1"}"#.utf8),
            ofRound: held.round, with: .ofTests(key: test.signingKey()), as: viewer)
        let open = try await round("Kỳ Trong", of: "19", in: test)
        _ = try await registry.openRound(open, as: viewer)
        let entry = try await registry.entries(ofRound: held.round, as: viewer)[0]
        let complaint = try await registry.fileComplaint(
            NewComplaint(
                round: held.round, entry: entry.code, complainant: "Hợp tác xã Mẫu", statement: "Cộng sai.",
                receivedOn: Day("2023-07-05"), noticedOn: Day("2023-07-03"), lateReason: nil), as: viewer,
            today: today
        ).record
        let fair = try await openFair("Hội chợ Trong", in: test)
        let kept = try await test.hold(
            "A06", at: try await registry.fair(fair, as: viewer), for: [.establishment(maker)])
        let shared = try await sharedFair(for: maker, in: test)
        let registration = try await test.registration(at: today)
        let elsewhere = try await round("Kỳ Ngoài", of: "08", in: test)
        let stranger = try await test.establishment(name: "Cơ sở Ngoài")
        var inside: [Person] = []
        var outside: [Person] = []
        for role in Role.grantable {
            // two judges sit on the panel already
            let known = [Role.headJudge: "truong", .judge: "hoa"][role]
            inside.append(
                try await person(
                    known ?? "\(role.rawValue).in", role, isNew: known == nil,
                    in: role.territories.contains(.unit)
                        ? ["19"]
                        : role.territories.contains(.round)
                            ? [judges.id, held.round].map { "round:\($0)" }.filter {
                                known == nil || $0 != "round:\(judges.id)"
                            } : ["establishment:\(maker)"], test))
            outside.append(
                try await person(
                    "\(role.rawValue).out", role, isNew: true,
                    in: role.territories.contains(.unit)
                        ? ["08"]
                        : role.territories.contains(.round)
                            ? ["round:\(elsewhere)"] : ["establishment:\(stranger.id)"], test))
        }
        let booth = try await registry.requestOwnBooths(
            of: maker, atFair: fair, Fields(named: ["booths": "1"]), today: today,
            as: test.viewer("establishment-owner.in"))
        try await test.account("nguoi.trong")
        let user = try await test.grant(.clerk, in: "19", to: "nguoi.trong")
        let token = try await registry.issueToken(
            NewToken(name: "Phần mềm", scopes: [.registryRead], until: today.adding(days: 30)),
            to: user.login, at: today.noon, as: viewer)
        return WalkedRegistry(
            judged: judges.id, held: held.round, open: open, maker: maker, product: product.id,
            productionSite: productionSite.id, paper: papers[0].id, entry: entry.id, entryCode: entry.code,
            complaint: complaint.id,
            member: try await registry.council(ofRound: judges.id, as: viewer)[0].id,
            certificate: held.certificates[0].code ?? "", certificateID: held.certificates[0].id, fair: fair,
            otherFair: try await openFair("Hội chợ Trong Hai", in: test), boothRequest: booth.request.id,
            heldBooths: kept[0].id, sharedFair: shared.fair, boothRun: shared.run,
            rentedBooths: shared.rented,
            registration: registration.id, registrationToken: registration.tokenText,
            account: user.id, role: user.roles[0].id, token: token.record.id, inside: inside,
            outside: outside)
    }

    private static func round(_ name: String, of organiser: String, in test: TestRegistry) async throws
        -> Int64
    {
        try await test.registry.createRound(
            NewRound(
                regulationID: "vbhn-16-2018", level: .provincial, organiserCode: organiser, year: 2023,
                name: name, heldOn: Day("2023-12-15"), intakeUntil: nil), as: test.viewer,
            today: test.today
        ).id
    }

    private static func openFair(_ name: String, in test: TestRegistry) async throws -> Int64 {
        let fair = try await test.registry.createFair(
            NewFair(
                name: name, level: .provincial, organiserCode: "19", venue: "Quảng trường",
                first: Day("2026-12-10"), last: Day("2026-12-14"), setUpOn: Day("2026-12-08")),
            as: test.viewer)
        let grid = try BoothGrid(
            rows: 1, boothsPerRow: 6, boothWidth: fair.boothWidth, boothDepth: fair.boothDepth,
            aisle: try Length("3"), price: VND(9_600_000))
        _ = try await test.registry.importBooths(
            try grid.plan().booths.map { Located($0) }, fair: fair.id, from: .grid, as: test.viewer,
            today: test.today)
        return try await test.registry.openFair(fair.id, as: test.viewer).id
    }

    /// A fair at which a maker asked for a booth, got it and confirmed it.
    private static func sharedFair(
        for maker: Int64, in test: TestRegistry
    ) async throws -> (fair: Int64, run: Int64, rented: Int64) {
        let fair = try await test.registry.fair(
            try await openFair("Hội chợ Trong Ba", in: test), as: test.viewer)
        try await test.declare(fair)
        try await test.requests(
            "establishment_id,province_code,booths,filed_on\n\(maker),19,1,2026-11-20\n", at: fair)
        let run = try await test.allocate(fair)
        let given = try await test.registry.boothStandings(
            ofFair: fair.id, on: test.today, as: test.viewer
        ).flatMap(\.allocations)
        _ = try await test.registry.confirmBooths(given[0].id, as: test.viewer, today: test.today)
        return (fair.id, run.id, given[0].id)
    }

    private static func person(
        _ login: String, _ role: Role, isNew: Bool, in territories: [String], _ test: TestRegistry
    ) async throws -> Person {
        let now = test.today.noon
        if isNew {
            try await test.account(login)
            _ = try await test.registry.setPassword(JudgesRound.password, of: login, at: now, as: test.viewer)
        }
        for territory in territories { try await test.grant(role, in: territory, to: login) }
        let session = try await test.registry.signIn(
            login: login, password: JudgesRound.password,
            from: RequestOrigin(network: "127.0.0.1", agent: "Firefox"), at: now)
        let token = try await test.registry.issueToken(
            NewToken(
                name: "Phần mềm", scopes: Set(TokenScope.allCases), until: test.today.adding(days: 30)),
            to: login, at: now, as: test.viewer)
        return Person(
            role: role, login: login, cookie: "cnnt=\(session.tokenText ?? "")", token: token.text)
    }
}
