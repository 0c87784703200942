using System.Globalization;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>A table: drawn at a terminal, aligned plain text in a pipe.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; the first cell is text, the others are figures and are set to the right.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>A figure with a number of digits after the point, the same in every culture.</summary>
    public static string Figure(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

    /// <summary>Writes the table to the standard output.</summary>
    public void Write()
    {
        if (Console.IsOutputRedirected)
        {
            Write(Console.Out);
            return;
        }

        Spectre.Console.Table table = new() { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Rounded };
        foreach (string column in columns)
        {
            TableColumn header = new(Markup.Escape(column));
            table.AddColumn(column == columns[0] ? header : header.RightAligned());
        }

        foreach (string[] row in _rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Writes the table as aligned plain text.</summary>
    public void Write(TextWriter output)
    {
        int[] widths = [.. columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Length).Max())];
        output.WriteLine();
        output.WriteLine(title);
        foreach (string[] row in _rows.Prepend(columns))
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        }
    }
}
