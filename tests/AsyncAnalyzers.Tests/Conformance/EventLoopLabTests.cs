using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The rules report what the programs of the lab call flaws, and warn of nothing else in them.</summary>
public partial class EventLoopLabTests
{
    private const string Lab = "samples/EventLoopLab";

    public static TheoryData<string> Programs => [.. Repository.Files(Lab + "/Programs", "*.cs")];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Only_what_is_marked_as_flawed_is_warned_of(string program)
    {
        string text = Repository.Read(program);
        IEnumerable<string> surroundings = Repository.Files(Lab + "/Lab", "*.cs")
            .Concat(Repository.Files("samples/AsyncAnalyzers.Showcase/Measuring", "*.cs"))
            .Append("samples/AsyncAnalyzers.Showcase/GlobalUsings.cs");
        TestedCode code = TestedCode.Create(text, "/" + program, surroundings.Select(file => ("/" + file, Repository.Read(file))));
        ImmutableArray<Diagnostic> errors = await code.ErrorsAsync();
        Assert.True(errors.IsEmpty, string.Join("\n", errors));

        string[] rules = [.. Rules().Matches(text).Select(rule => rule.Groups[1].Value)];
        TextSpan[] flawed = [.. Flawed().Matches(text).Select(half => TextSpan.FromBounds(half.Index, half.Index + half.Length))];
        Diagnostic[] marked = [.. (await code.ReportsAsync()).Where(IsMarked)];
        Assert.Equal(rules.Order().Distinct(), marked.Select(report => report.Id).Order().Distinct());
        Assert.True(marked.Length >= rules.Length);
        Assert.DoesNotContain(await code.ReportsAsync(), report => report.Severity == DiagnosticSeverity.Warning && !IsMarked(report));

        bool IsMarked(Diagnostic report) => rules.Contains(report.Id) && flawed.Any(half => half.Contains(report.Location.SourceSpan));
    }

    [GeneratedRegex("// <bad(?<mark>[^>]*)>\n.*?// </bad\\k<mark>>", RegexOptions.Singleline)]
    private static partial Regex Flawed();

    [GeneratedRegex(" Rule = \"(ASYNC[0-9]{4})\"")]
    private static partial Regex Rules();
}
