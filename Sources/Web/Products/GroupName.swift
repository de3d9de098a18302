import RuralIndustry

extension ProductGroupID {
    /// As pages name it: as the law does, or by its id where only some regulation has it.
    var pageName: Bilingual {
        guard let name = lawName else { return Bilingual(vi: rawValue, en: rawValue) }
        return Bilingual(vi: name.vi.prefix(1).uppercased() + name.vi.dropFirst(), en: name.en)
    }
}
