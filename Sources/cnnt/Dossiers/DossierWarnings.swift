import Registry
import RuralIndustry

/// What somebody should know of a dossier though nothing is refused, on standard error.
struct DossierWarnings {
    private let language: Language

    init(_ place: Workplace) { language = place.language }

    func tell(_ advice: [Violation]) {
        for violation in advice {
            Console().note("warning[\(violation.code)]: \(violation.text.text(in: language))")
        }
    }

    /// Entries that were accepted though something is missing. A dossier without any paper here lies on paper in the office,
    /// and there is nothing to say of it.
    func incomplete(_ dossiers: [EntryDossier]) {
        for dossier in dossiers where !dossier.papers.isEmpty {
            for lack in dossier.report.lacks {
                Console().note("warning[\(lack.code)]: \(dossier.code): \(lack.text.text(in: language))")
            }
        }
    }
}
