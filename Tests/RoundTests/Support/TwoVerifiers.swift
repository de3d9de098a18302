import Evidence
import Registry
import RuralIndustry
import TestSupport
import Testing

/// The program's own check of a bundle and `deploy/verify_bundle.py`. Tests make bundles only by what is here, so that each
/// goes through both.
enum TwoVerifiers {
    /// Both find that everything holds, and the key's signature is good.
    static func expectSound(
        _ bundle: ResultBundle, signedBy key: SigningKey?, at place: SourceLocation = #_sourceLocation
    ) {
        let keys = TrustedKeys(key.map { [TrustedKeys.Entry($0.verifying)] } ?? [])
        let verified = BundleVerification(of: bundle.bytes, trusting: keys)
        #expect(verified.findings == [], sourceLocation: place)
        #expect(verified.signer == (key.map { .trusted($0.verifying) } ?? .nobody), sourceLocation: place)
        #expect(SecondVerifier.findings(bundle.bytes) == nil, sourceLocation: place)
    }

    /// Both refuse it; what each says is returned.
    @discardableResult
    static func expectRefused(
        _ bytes: [UInt8], _ comment: Comment? = nil, at place: SourceLocation = #_sourceLocation
    ) -> (own: [Violation], second: String) {
        let own = BundleVerification(of: bytes, trusting: TrustedKeys()).findings
        let second = SecondVerifier.findings(bytes)
        #expect(!own.isEmpty, comment, sourceLocation: place)
        #expect(second != nil, comment, sourceLocation: place)
        return (own, second ?? "")
    }

    /// Parts as a forger signs them, who has a key.
    static func forged(
        _ parts: [ResultBundle.Part: JSONValue], signedBy key: SigningKey? = nil
    ) throws -> ResultBundle {
        try ResultBundle(parts: parts, sealedOn: Day("2026-11-20"), signedBy: key)
    }
}

extension HeldRound {
    /// The bundle, after both verifiers found that it holds.
    func bundle(
        version: Int? = nil, asKept: Bool = false, signedBy key: SigningKey? = SigningKey(),
        sealedOn day: Day = Day("2026-11-20"), at place: SourceLocation = #_sourceLocation
    ) async throws -> ResultBundle {
        let bundle = try await test.registry.resultBundle(
            ofRound: id, version: version, asKept: asKept, sealedOn: day, signedBy: key, as: test.viewer)
        TwoVerifiers.expectSound(bundle, signedBy: key, at: place)
        return bundle
    }
}
