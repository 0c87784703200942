using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The same code gets the same reports, to the letter: whatever the order of its files, of the rules and of the threads.</summary>
public class SameReportsTests
{
    private const int Times = 20;

    private static readonly (string Path, string Text)[] Sources =
    [
        .. Repository.Files("samples/AsyncAnalyzers.Demos/Rules", "*.cs")
            .Concat(Repository.Files("samples/AsyncAnalyzers.Demos/Measuring", "*.cs"))
            .Concat(Repository.Files("samples/AsyncAnalyzers.Showcase/Measuring", "*.cs"))
            .Append("samples/AsyncAnalyzers.Showcase/GlobalUsings.cs")
            .Select(file => ("/" + file, Repository.Read(file))),
        .. RichCode.All.Where(pair => pair.Key is "Statements" or "Expressions" or "Functions").Select(pair => ($"/rich/{pair.Key}.cs", $"namespace Rich{pair.Key} {{\n{pair.Value}\n}}")),
        .. TangledCode.Files,
        ("/GlobalUsings.cs", TestedCode.GlobalUsings),
    ];

    [Fact]
    public async Task Whatever_the_order_of_files_rules_and_threads()
    {
        string[] expected = await ReportsAsync(seed: 0);
        Assert.True(expected.Length > 60, $"There are {expected.Length} reports only.");
        Assert.Empty(Rule.All.Where(rule => !rule.IsConfiguration).Select(rule => rule.Id).Except(expected.Select(IdOf)));
        Assert.True(expected.Count(report => report.Contains("/tangled/")) > 20, string.Join("\n", expected.Where(report => report.Contains("/tangled/"))));
        for (int seed = 1; seed <= Times; seed++)
        {
            string[] found = await ReportsAsync(seed);
            Assert.True(expected.SequenceEqual(found), $"Run {seed} lacks\n{string.Join("\n", expected.Except(found))}\nand has\n{string.Join("\n", found.Except(expected))}");
        }
    }

    /// <summary>Some rules alone first, on the compilation that all rules look at then: what they leave in its caches is there.</summary>
    private static async Task<string[]> ReportsAsync(int seed)
    {
        var random = new Random(seed);
        (string Path, string Text)[] files = [.. Sources];
        DiagnosticAnalyzer[] rules = [.. Rule.AllAnalyzers];
        if (seed > 0)
        {
            random.Shuffle(files);
            random.Shuffle(rules);
        }

        Compilation compilation = CSharpCompilation.Create(
            "Tangled",
            files.Select(file => CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(TestSetup.NewestLanguageVersion), file.Path)),
            TestedCode.Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions(rules.SelectMany(rule => rule.SupportedDiagnostics).Select(rule => KeyValuePair.Create(rule.Id, ReportDiagnostic.Warn))));
        if (seed == 0)
        {
            Assert.DoesNotContain(compilation.GetDiagnostics(), error => error.Severity == DiagnosticSeverity.Error && !error.ToString().Contains("/rich/"));
        }

        string[] alone = [];
        foreach (DiagnosticAnalyzer first in rules.Take(seed % 4))
        {
            alone = [.. alone, .. await ReportsAsync(compilation, [first], concurrent: seed % 2 == 0)];
        }

        string[] all = await ReportsAsync(compilation, [.. rules], concurrent: seed % 2 == 1);
        HashSet<string> ids = [.. rules.Take(seed % 4).Select(rule => rule.SupportedDiagnostics[0].Id)];
        Assert.Equal(all.Where(report => ids.Contains(IdOf(report))), alone.Order(StringComparer.Ordinal));
        return all;
    }

    private static async Task<string[]> ReportsAsync(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> rules, bool concurrent)
    {
        string? thrown = null;
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (exception, _, _) => thrown ??= exception.ToString(), concurrent, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> reports = await new CompilationWithAnalyzers(compilation, rules, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        Assert.Null(thrown);
        return [.. reports.Select(Describe).Order(StringComparer.Ordinal)];
    }

    private static string Describe(Diagnostic report)
        => string.Join(
            " | ",
            [
                $"{report.Id} {report.Location.GetLineSpan()}",
                report.GetMessage(),
                .. report.AdditionalLocations.Select(location => location.GetLineSpan().ToString()),
                .. report.Properties.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}={property.Value}"),
            ]);

    private static string IdOf(string report) => report[..report.IndexOf(' ')];
}
