import Evidence
import Registry
import RuralIndustry

extension Workplace {
    /// What papers are made with here, for the service: the fonts, address and keys that commands on this machine use.
    ///
    /// - Throws: `sign-settings`.
    func workshop(_ registry: Registry) throws(Violation) -> PaperWorkshop {
        let setup = try settings.signingSetup()
        return PaperWorkshop(
            isSpecimen: settings.isDemo, fonts: PaperFonts(folder: fontDirectory),
            address: { try publicAddress() },
            codeKey: { isTrial in
                // a trial makes no key that stays
                if isTrial, makesFirstKey { return SigningKey() }
                return try await signingKey(registry)
            }, signing: { try setup.signing(at: $0) })
    }
}
