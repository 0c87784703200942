using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// Finishes what an edit left to the editor, imports, short names and layout, with the line ends of the file that it is in.
/// The editor takes those of the machine or of an <c>.editorconfig</c>, and a file with other ones would have both.
/// </summary>
internal static class FileLayout
{
    /// <summary>The edited solution with each edited file finished; files whose line ends are the editor's are left to it.</summary>
    public static async Task<Solution> FinishAsync(Solution edited, Solution solution, CancellationToken cancellationToken)
    {
        foreach (DocumentId id in edited.GetChanges(solution).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()))
        {
            if (solution.GetDocument(id) is { SupportsSyntaxTree: true } before && edited.GetDocument(id) is { } after)
            {
                SourceText text = await before.GetTextAsync(cancellationToken).ConfigureAwait(false);
                string newLine = MemberInsertion.NewLineOf(text);
                DocumentOptionSet options = await after.GetOptionsAsync(cancellationToken).ConfigureAwait(false);
                if (options.GetOption(FormattingOptions.NewLine) != newLine)
                {
                    edited = await FinishAsync(after, options.WithChangedOption(FormattingOptions.NewLine, newLine), cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }

        return edited;
    }

    /// <summary>What the editor does to the document of a code action, in its order.</summary>
    private static async Task<Solution> FinishAsync(Document document, OptionSet options, CancellationToken cancellationToken)
    {
        document = await ImportAdder.AddImportsAsync(document, Simplifier.AddImportsAnnotation, options, cancellationToken)
            .ConfigureAwait(false);
        document = await Simplifier.ReduceAsync(document, Simplifier.Annotation, options, cancellationToken).ConfigureAwait(false);
        document = await Formatter.FormatAsync(document, Formatter.Annotation, options, cancellationToken).ConfigureAwait(false);
        return document.Project.Solution;
    }
}
