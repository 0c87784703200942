using System.CommandLine;
using System.CommandLine.Parsing;
using AsyncAnalyzers.Showcase.Output;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>The file that <c>--report</c> names.</summary>
internal static class ReportFile
{
    /// <summary>The option. A path that cannot be written to is an error of the command line: nothing runs.</summary>
    public static Option<FileInfo?> Option()
    {
        var option = new Option<FileInfo?>("--report")
        {
            Description = "Also write one HTML page with code, diff, timeline and figures of each.",
            HelpName = "FILE.html",
        };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>
    /// Writes the page (of a file that ends in .svg: the first timeline alone, as for a README), and says where it is and what it lacks.
    /// </summary>
    /// <param name="file">Where it goes.</param>
    /// <param name="page">The page.</param>
    /// <param name="output">Where to say so.</param>
    public static void Write(FileInfo file, ReportPage page, TextWriter output)
    {
        bool isImage = file.Extension == ".svg" && page.Items is [{ Timeline: not null }, ..];
        File.WriteAllText(file.FullName, isImage ? ReportRenderer.RenderImage(page.Items[0].Timeline!, page.Texts) : ReportRenderer.Render(page));
        output.WriteLine(page.Texts.Format(ReportTexts.Written, file.FullName));
        if (page.Gap.Length > 0)
        {
            output.WriteLine(page.Gap);
        }
    }

    private static void Check(OptionResult option)
    {
        string path = option.Tokens.Count == 1 ? option.Tokens[0].Value : "";
        try
        {
            string full = Path.GetFullPath(path);
            bool existed = File.Exists(full);
            using (new FileStream(full, FileMode.OpenOrCreate, FileAccess.Write))
            {
                // It can be written to.
            }

            if (!existed)
            {
                File.Delete(full);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            option.AddError($"The report cannot be written to '{path}': {exception.Message}");
        }
    }
}
