using System.Reflection;
using AsyncAnalyzers.Demos.Measuring;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Demos.Sources;

/// <summary>The source text of a demo, as it was compiled into this program, and its two marked halves.</summary>
internal sealed class DemoSource
{
    private DemoSource(string text)
    {
        Text = text;
    }

    /// <summary>The whole file, with line feeds only.</summary>
    public string Text { get; }

    /// <summary>The lines between the comment lines <c>&lt;bad&gt;</c> and <c>&lt;/bad&gt;</c>.</summary>
    public TextSpan Bad => Half(Text, "bad");

    /// <summary>The lines between the comment lines <c>&lt;good&gt;</c> and <c>&lt;/good&gt;</c>.</summary>
    public TextSpan Good => Half(Text, "good");

    public static DemoSource Of(Demo demo) => new(Read(demo.File));

    /// <summary>Everything that the demos' source needs to compile, apart from the demos themselves.</summary>
    public static IEnumerable<(string Path, string Text)> Surroundings()
        => typeof(DemoSource).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".cs", StringComparison.Ordinal) && !name.StartsWith("Rules/", StringComparison.Ordinal))
            .Select(name => (name, Read(name)));

    /// <summary>The span of the whole lines between two markers.</summary>
    /// <exception cref="InvalidDataException">The markers are not there, or not alone on their lines.</exception>
    public static TextSpan Half(string text, string marker)
    {
        int start = LineOf(text, $"// <{marker}>");
        int end = LineOf(text, $"// </{marker}>");
        int first = start < 0 ? -1 : text.IndexOf('\n', start) + 1;
        return first > 0 && end >= first
            ? TextSpan.FromBounds(first, end)
            : throw new InvalidDataException($"There are no comment lines '// <{marker}>' and '// </{marker}>'.");
    }

    /// <summary>Where the line begins that holds <paramref name="content"/> and nothing else; -1 without one.</summary>
    private static int LineOf(string text, string content)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (text.AsSpan(start, end - start).Trim().SequenceEqual(content))
            {
                return start;
            }

            start = end + 1;
        }

        return -1;
    }

    private static string Read(string path)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(path)
            ?? throw new InvalidDataException($"{path} is not among the resources: file, namespace and class of a demo must agree.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
