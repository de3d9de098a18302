import Evidence
import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Signing keys")
struct SigningKeyTests {
    private static func withFolder(
        _ body: @Sendable (TestRegistry, KeyFolder) async throws -> Void
    ) async throws {
        let path = NSTemporaryDirectory() + "cnnt-keys-\(UUID().uuidString)/keys"
        defer { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
        try await TestRegistry.run { try await body($0, KeyFolder(path: path)) }
    }

    private static func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("a key is made once, its private half readable by the program's user only")
    func create() async throws {
        try await Self.withFolder { test, folder in
            let made = try await test.registry.createKey(in: folder, today: test.today, as: test.viewer)
            #expect(made.state == .current && made.validFrom == test.today)
            #expect(try folder.key(made.key.id)?.verifying == made.key)
            #expect(try Self.mode(folder.path) == 0o700)
            #expect(try Self.mode("\(folder.path)/\(made.key.id).pem") == 0o600)
            #expect(try folder.trusted() == TrustedKeys([made.trusted]))
            await expectRefusal("signing-key-exists") {
                _ = try await test.registry.createKey(in: folder, today: test.today, as: test.viewer)
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files.count == 2, "what was refused leaves no file")
            let signer = try await test.registry.currentKey(in: folder, today: test.today, as: test.viewer)
            #expect(signer.verifying == made.key)
        }
    }

    @Test("a key that replaces another signs from now on, and the old one's signatures stay good")
    func rotate() async throws {
        try await Self.withFolder { test, folder in
            await expectRefusal("signing-key-missing") {
                _ = try await test.registry.rotateKey(in: folder, today: test.today, as: test.viewer)
            }
            let first = try await test.registry.createKey(in: folder, today: test.today, as: test.viewer)
            let second = try await test.registry.rotateKey(in: folder, today: test.today, as: test.viewer)
            let keys = try await test.registry.signingKeys(as: test.viewer)
            #expect(keys.map(\.key) == [first.key, second.key])
            #expect(keys.map(\.state) == [.replaced, .current])
            let signer = try await test.registry.currentKey(in: folder, today: test.today, as: test.viewer)
            #expect(signer.verifying == second.key)
            #expect(try folder.trusted().keys.allSatisfy { $0.revokedFrom == nil })
        }
    }

    @Test("a revoked key signs nothing any more, its day stands in its file, and a new key follows it")
    func revoke() async throws {
        try await Self.withFolder { test, folder in
            let made = try await test.registry.createKey(in: folder, today: test.today, as: test.viewer)
            let day = Day("2026-11-01")
            let revoked = try await test.registry.revokeKey(
                made.key.id, from: day, because: "Lộ máy", in: folder, as: test.viewer)
            #expect(revoked.state == .revoked && revoked.revokedFrom == day)
            #expect(try folder.trusted()[made.key]?.revokedFrom == day)
            await expectRefusal("signing-key-missing") {
                _ = try await test.registry.currentKey(in: folder, today: test.today, as: test.viewer)
            }
            await expectRefusal("key-revoked-already") {
                _ = try await test.registry.revokeKey(
                    made.key.id, from: day, because: "Lại", in: folder, as: test.viewer)
            }
            await expectRefusal("unknown-key") {
                _ = try await test.registry.revokeKey(
                    "0000000000000000", from: day, because: "Không có", in: folder, as: test.viewer)
            }
            let next = try await test.registry.createKey(in: folder, today: test.today, as: test.viewer)
            #expect(next.state == .current)
        }
    }

    @Test("a key file that others can read, that holds another key or is not there signs nothing")
    func files() async throws {
        try await Self.withFolder { test, folder in
            let made = try await test.registry.createKey(in: folder, today: test.today, as: test.viewer)
            let file = "\(folder.path)/\(made.key.id).pem"
            func current() async throws {
                _ = try await test.registry.currentKey(in: folder, today: test.today, as: test.viewer)
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            await expectRefusal("signing-key-exposed") { try await current() }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            try await current()
            try SigningKey().pem.write(toFile: file, atomically: false, encoding: .utf8)
            await expectRefusal("signing-key-unreadable") { try await current() }
            try FileManager.default.removeItem(atPath: file)
            await expectRefusal("signing-key-missing") { try await current() }
        }
    }

    @Test("two who make the first key at once get one key")
    func race() async throws {
        try await Self.withFolder { test, folder in
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        do {
                            _ = try await test.registry.createKey(
                                in: folder, today: test.today, as: test.viewer)
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 }.count == 1)
            let keys = try await test.registry.signingKeys(as: test.viewer)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(keys.count == 1 && files.count == 2)
        }
    }
}
