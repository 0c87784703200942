using System.Globalization;

namespace AsyncAnalyzers.Corpus.Output;

/// <summary>A line of the record: what a rule says about a place.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Severity">error, warning, suggestion or silent.</param>
/// <param name="File">The file from the root of the corpus on, with slashes; empty for reports about the whole project.</param>
/// <param name="Line">The line, from 1; 0 without a file.</param>
/// <param name="Message">The message, on one line.</param>
/// <param name="Span">Start and end, for SARIF and the order of a line's reports; not in the table.</param>
internal sealed record Report(string Id, string Severity, string File, int Line, string Message, ReportSpan Span = default) : IComparable<Report>
{
    /// <summary>Five columns.</summary>
    public string ToTsv() => string.Join('\t', Id, Severity, File, Line.ToString(CultureInfo.InvariantCulture), Message);

    /// <summary>Reads what <see cref="ToTsv"/> wrote.</summary>
    /// <exception cref="FormatException">The line has other columns.</exception>
    public static Report Parse(string line)
    {
        string[] columns = line.Split('\t');
        return columns.Length == 5 && int.TryParse(columns[3], CultureInfo.InvariantCulture, out int number)
            ? new Report(columns[0], columns[1], columns[2], number, columns[4])
            : throw new FormatException($"not a report (id, severity, file, line, message): {line}");
    }

    /// <summary>Text as one cell of a table of tabs and lines.</summary>
    public static string Cell(string text) => string.Join(' ', text.Split(['\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>By rule, then file, then position; the same on every system.</summary>
    public int CompareTo(Report? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = string.CompareOrdinal(Id, other.Id);
        order = order != 0 ? order : string.CompareOrdinal(File, other.File);
        order = order != 0 ? order : Line.CompareTo(other.Line);
        order = order != 0 ? order : Span.CompareTo(other.Span);
        order = order != 0 ? order : string.CompareOrdinal(Message, other.Message);
        return order != 0 ? order : string.CompareOrdinal(Severity, other.Severity);
    }
}

/// <summary>Columns and last line of a report, from 1.</summary>
internal readonly record struct ReportSpan(int StartColumn, int EndLine, int EndColumn) : IComparable<ReportSpan>
{
    /// <inheritdoc/>
    public int CompareTo(ReportSpan other) => (StartColumn, EndLine, EndColumn).CompareTo((other.StartColumn, other.EndLine, other.EndColumn));
}
