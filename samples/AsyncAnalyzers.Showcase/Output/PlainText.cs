using System.Text;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>How plain text is laid out: without escapes, for pipes, files, CI logs and dumb terminals.</summary>
internal static class PlainText
{
    /// <summary>The width of headings and of text.</summary>
    public const int Width = 100;

    /// <summary>A heading with a line of signs behind it.</summary>
    public static void WriteHeading(this TextWriter writer, string heading)
    {
        writer.WriteLine();
        writer.WriteLine($"== {heading} ".PadRight(Width, '='));
        writer.WriteLine();
    }

    /// <summary>Writes the text, broken between words so that no line is longer than the width, unless a word is.</summary>
    public static void WriteWrapped(this TextWriter writer, string text, int width = Width)
    {
        var line = new StringBuilder();
        int taken = 0;
        foreach (string word in text.Split(' '))
        {
            if (taken + 1 + DisplayWidth.Of(word) > width)
            {
                writer.WriteLine(line);
                line.Clear();
                taken = 0;
            }

            line.Append(taken > 0 ? " " : "").Append(word);
            taken += (taken > 0 ? 1 : 0) + DisplayWidth.Of(word);
        }

        writer.WriteLine(line);
    }

    /// <summary>Writes rows of cells below each other; the first row is the head.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="rows">The rows, all of the same length.</param>
    /// <param name="right">The columns that stand to the right, so that the digits of numbers are below each other.</param>
    /// <param name="indent">What each line begins with.</param>
    public static void WriteTable(this TextWriter writer, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyCollection<int> right, string indent = "")
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => DisplayWidth.Of(row[column])))];
        foreach (IReadOnlyList<string> row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) => cell.PadTo(widths[column], right.Contains(column)));
            writer.WriteLine((indent + string.Join("  ", cells)).TrimEnd());
        }
    }

    /// <summary>Writes flawed code with what the rule says about it, and what the code fix makes of it.</summary>
    public static void WriteInspection(this TextWriter writer, Inspection inspection, Texts texts)
    {
        writer.WriteLine();
        writer.WriteWrapped(InspectionTexts.Head(inspection, texts) + ":");
        writer.WriteLine();
        foreach (FlawedLine line in inspection.Lines)
        {
            writer.WriteLine($"  {line.Number.ToString().PadLeft(inspection.NumberWidth)} | {line.Text}".TrimEnd());
            foreach (Message message in line.Messages)
            {
                writer.WriteLine($"  {new string(' ', inspection.NumberWidth)} | {inspection.CaretsUnder(message)}");
                writer.WriteLine(inspection.Print(message));
            }
        }

        writer.WriteLine();
        writer.WriteWrapped(InspectionTexts.Repair(inspection, texts) + (inspection.Diff.Count > 0 ? ":" : "."));
        if (inspection.Diff.Count > 0)
        {
            writer.WriteLine();
        }

        foreach (DiffLine line in inspection.Diff)
        {
            writer.WriteLine($"  {line.Kind} {line.Text}".TrimEnd());
        }
    }
}
