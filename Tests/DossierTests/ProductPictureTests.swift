import Postgres
import RuralIndustry
import TestPictures
import TestSupport
import Testing

@testable import Registry

@Suite("Pictures that everybody may see")
struct ProductPictureTests {
    private static func photograph(
        _ test: TestRegistry, _ product: Int64, seed: Int = 0
    ) async throws -> PaperRecord {
        try #require(try await test.add([Papers.photo(seed)], to: .product(product)).first)
    }

    private static func publishes(_ test: TestRegistry, _ paper: Int64, _ viewer: Viewer) async -> Bool {
        do {
            _ = try await test.registry.publishPicture(ofPaper: paper, alternative: "x", as: viewer)
            return true
        } catch { return false }
    }

    private static func unpublishes(_ test: TestRegistry, _ paper: Int64, _ viewer: Viewer) async -> Bool {
        do {
            _ = try await test.registry.unpublishPicture(ofPaper: paper, because: "x", as: viewer)
            return true
        } catch { return false }
    }

    @Test(
        "a published photograph is there for everybody, and gone at once when it is unpublished or withdrawn")
    func life() async throws {
        try await TestRegistry.run { test in
            let registry = test.registry
            let product = try await test.product(of: try await test.establishment()).id
            let papers = [
                try await Self.photograph(test, product), try await Self.photograph(test, product, seed: 1),
            ]
            #expect(try await registry.productPictures(product, as: .anybody).isEmpty)
            for (number, paper) in papers.enumerated() {
                let picture = try await registry.publishPicture(
                    ofPaper: paper.id, alternative: "Ấm chè \(number)", as: test.viewer)
                #expect(picture.number == number + 1 && picture.productID == product)
            }
            let shown = try await registry.productPictures(product, as: .anybody)
            #expect(shown.map(\.alternative) == ["Ấm chè 0", "Ấm chè 1"])
            #expect(
                try await registry.firstPictures(ofProducts: [product, 99], as: .anybody).keys.sorted() == [
                    product
                ])
            for size in PictureSize.allCases {
                let file = try await registry.pictureFile(ofProduct: product, number: 1, size, as: .anybody)
                #expect(file?.prefix(3) == [0xff, 0xd8, 0xff])
            }
            let down = try await registry.unpublishPicture(
                ofPaper: papers[0].id, because: "chụp nhầm", as: test.viewer)
            #expect(down.unpublishedReason == "chụp nhầm")
            #expect(
                try await registry.pictureFile(ofProduct: product, number: 1, .large, as: .anybody) == nil)
            _ = try await registry.withdrawPaper(papers[1].id, because: "ảnh cũ", as: test.viewer)
            #expect(try await registry.productPictures(product, as: .anybody).isEmpty)
            #expect(
                try await registry.pictureFile(ofProduct: product, number: 2, .small, as: .anybody) == nil)
            // published again it is another picture, under another number
            let again = try await registry.publishPicture(
                ofPaper: papers[0].id, alternative: "Ấm chè", as: test.viewer)
            #expect(again.number == 3)
        }
    }

    @Test("only a standing photograph of a product is published, once, with words for who does not see it")
    func refusals() async throws {
        try await TestRegistry.run { test in
            let registry = test.registry
            let maker = try await test.establishment()
            let product = try await test.product(of: maker).id
            let photograph = try await Self.photograph(test, product)
            let others =
                try await test.add([Papers.pdf(.productDescription)], to: .product(product))
                + (try await test.add([Papers.legalStatus], to: .establishment(maker.id)))
            for paper in others {
                await expectRefusal("picture-not-photograph") {
                    _ = try await registry.publishPicture(
                        ofPaper: paper.id, alternative: "x", as: test.viewer)
                }
            }
            for words in ["", "   ", String(repeating: "a", count: 500)] {
                await #expect(throws: Refusal.self) {
                    _ = try await registry.publishPicture(
                        ofPaper: photograph.id, alternative: words, as: test.viewer)
                }
            }
            await expectRefusal("unknown-paper") {
                _ = try await registry.publishPicture(ofPaper: 999, alternative: "x", as: test.viewer)
            }
            await expectRefusal("picture-not-published") {
                _ = try await registry.unpublishPicture(ofPaper: photograph.id, because: "x", as: test.viewer)
            }
            _ = try await registry.publishPicture(ofPaper: photograph.id, alternative: "x", as: test.viewer)
            await expectRefusal("picture-published") {
                _ = try await registry.publishPicture(
                    ofPaper: photograph.id, alternative: "y", as: test.viewer)
            }
            _ = try await registry.withdrawPaper(photograph.id, because: "cũ", as: test.viewer)
            await expectRefusal("picture-not-photograph") {
                _ = try await registry.publishPicture(
                    ofPaper: photograph.id, alternative: "x", as: test.viewer)
            }
        }
    }

    @Test(
        "owner and officer publish what is theirs; a clerk, an auditor, an officer elsewhere and anybody do not"
    )
    func territory() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(commune: "05503")
            let stranger = try await test.establishment(name: "Cơ sở khác")
            let product = try await test.product(of: maker).id
            let paper = try await Self.photograph(test, product).id
            let accounts: [(login: String, role: Role, place: String, may: Bool)] = [
                ("officer", .officer, "19", true), ("elsewhere", .officer, "01", false),
                ("clerk", .clerk, "19", false), ("auditor", .auditor, "19", false),
                ("owner", .establishmentOwner, "establishment:\(maker.id)", true),
                ("neighbour", .establishmentOwner, "establishment:\(stranger.id)", false),
            ]
            for account in accounts {
                try await test.account(account.login)
                try await test.grant(account.role, in: account.place, to: account.login)
                let viewer = try await test.viewer(account.login)
                let published = await Self.publishes(test, paper, viewer)
                #expect(published == account.may, "\(account.login)")
                if !published { #expect(await Self.publishes(test, paper, test.viewer)) }
                let unpublished = await Self.unpublishes(test, paper, viewer)
                #expect(unpublished == account.may, "\(account.login)")
                if !unpublished { #expect(await Self.unpublishes(test, paper, test.viewer)) }
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.publishPicture(ofPaper: paper, alternative: "x", as: .anybody)
            }
        }
    }

    @Test("of several who publish one photograph at once one does, and numbers are never given twice")
    func race() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let product = try await test.product(of: try await test.establishment()).id
            var papers: [Int64] = []
            for seed in 0..<4 { papers.append(try await Self.photograph(test, product, seed: seed).id) }
            let all = papers
            let outcomes = await withTaskGroup(of: Bool.self, returning: [Bool].self) { group in
                for paper in all + all {
                    group.addTask {
                        do {
                            _ = try await test.registry.publishPicture(
                                ofPaper: paper, alternative: "x", as: test.viewer)
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count(where: \.self) == 4)
            #expect(
                try await test.registry.productPictures(product, as: .anybody).map(\.number) == [1, 2, 3, 4])
        }
    }

    @Test(
        "the database itself shows nobody what is unpublished but who may have the dossier, and lets no picture change"
    )
    func wall() async throws {
        try await TestRegistry.run { test in
            let product = try await test.product(of: try await test.establishment()).id
            let paper = try await Self.photograph(test, product).id
            _ = try await test.registry.publishPicture(ofPaper: paper, alternative: "x", as: test.viewer)
            func seen(_ settings: LocalSettings) async throws -> Int64 {
                try await test.asProgram(viewer: settings) {
                    try $0.value("SELECT count(*) FROM product_picture")
                }
            }
            #expect(try await seen(.none) == 1)
            await #expect(throws: PostgresError.self) {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        "UPDATE product_picture SET alternative = 'y', version = version + 1")
                }
            }
            _ = try await test.registry.unpublishPicture(ofPaper: paper, because: "x", as: test.viewer)
            #expect(try await seen(.none) == 0)
            #expect(try await seen(TestRegistry.seeingAll) == 1)
        }
    }
}
