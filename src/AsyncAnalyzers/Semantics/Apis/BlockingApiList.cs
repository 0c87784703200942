using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A file <c>AsyncAnalyzers.BlockingApis.txt</c>: one documentation id a line, optionally <c> =&gt; </c> the asynchronous
/// replacement (a documentation id or the name of a method), <c>!</c> before an entry that is taken out, <c>#</c> before a comment.
/// </summary>
internal sealed class BlockingApiList
{
    public const string FileName = "AsyncAnalyzers.BlockingApis.txt";

    private const string Arrow = "=>";
    private const int MostReports = 100;
    private static readonly ConditionalWeakTable<SourceText, BlockingApiList> PerText = new();

    private BlockingApiList(SourceText text)
    {
        var entries = new List<Entry>();
        var faults = new List<(TextSpan, Phrase)>();
        foreach (TextLine line in text.Lines)
        {
            string content = WithoutComment(line.ToString());
            if (content.Trim() is not { Length: > 0 } trimmed)
            {
                continue;
            }

            var place = new TextSpan(line.Start + content.IndexOf(trimmed, StringComparison.Ordinal), trimmed.Length);
            if (TryParse(trimmed, place, out Entry? entry, out Phrase? fault))
            {
                entries.Add(entry);
            }
            else
            {
                faults.Add((place, fault));
            }
        }

        Entries = entries;
        Faults = faults;
    }

    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>The lines that cannot be read, and what to write instead.</summary>
    public IReadOnlyList<(TextSpan Place, Phrase Remedy)> Faults { get; }

    public static bool Is(AdditionalText file) => Path.GetFileName(file.Path).Equals(FileName, StringComparison.OrdinalIgnoreCase);

    public static BlockingApiList Of(SourceText text) => PerText.GetValue(text, static text => new BlockingApiList(text));

    /// <summary>
    /// What is reported of a file: the first hundred, the last of which says how many there are besides. A file that is no list at all
    /// has a fault in each line.
    /// </summary>
    public static IEnumerable<(TextSpan Place, string Subject, Phrase Explanation)> Limited(
        IEnumerable<(TextSpan Place, string Subject, Phrase Explanation)> reports)
    {
        (TextSpan Place, string Subject, Phrase Explanation)[] all = reports.ToArray();
        int more = all.Length - MostReports;
        if (more > 0)
        {
            all[MostReports - 1].Explanation = Phrase.Of($"{all[MostReports - 1].Explanation} ({more} more here)");
        }

        return all.Take(MostReports);
    }

    /// <summary>A place in a list, for a diagnostic.</summary>
    public static Location LocationOf(TextSpan place, AdditionalText file, SourceText text)
        => Location.Create(file.Path, place, text.Lines.GetLinePositionSpan(place));

    /// <summary>A comment begins at the start of the line or behind a space.</summary>
    private static string WithoutComment(string line)
    {
        for (int index = 0; index < line.Length; index++)
        {
            if (line[index] == '#' && (index == 0 || char.IsWhiteSpace(line[index - 1])))
            {
                return line.Substring(0, index);
            }
        }

        return line;
    }

    private static bool TryParse(string text, TextSpan place, [NotNullWhen(true)] out Entry? entry, [NotNullWhen(false)] out Phrase? fault)
    {
        entry = null;
        bool isTakenOut = text[0] == '!';
        int arrow = text.IndexOf(Arrow, StringComparison.Ordinal);
        string id = (arrow < 0 ? text : text.Substring(0, arrow)).Substring(isTakenOut ? 1 : 0).Trim();
        string? replacement = arrow < 0 ? null : text.Substring(arrow + Arrow.Length).Trim();
        if (!DocumentationIdPattern.TryParse(id, out DocumentationIdPattern? pattern, out fault))
        {
            return false;
        }

        if (replacement is not null)
        {
            fault = !IsReplacement(replacement) ? "write the name or documentation id of a method after '=>'"
                : isTakenOut ? "remove the replacement of an entry that begins with '!'"
                : pattern.Kind is 'M' or 'P' ? null
                : (Phrase)"give a replacement to a method or property only";
        }

        if (fault is not null)
        {
            return false;
        }

        entry = new Entry(pattern, isTakenOut, replacement, place);
        return true;
    }

    private static bool IsReplacement(string replacement)
        => SyntaxFacts.IsValidIdentifier(replacement)
            || (DocumentationIdPattern.TryParse(replacement, out DocumentationIdPattern? method, out _) && method.Kind == 'M');

    /// <param name="Pattern">What is listed.</param>
    /// <param name="IsTakenOut">It does not count as blocking, whoever says so.</param>
    /// <param name="Replacement">A documentation id, or the name of a method.</param>
    /// <param name="Place">Where in the file it is written.</param>
    internal sealed record Entry(DocumentationIdPattern Pattern, bool IsTakenOut, string? Replacement, TextSpan Place);
}
