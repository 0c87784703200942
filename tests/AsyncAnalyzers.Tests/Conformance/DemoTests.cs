using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>A demo shows what the rule flags and what its fix writes, to the letter.</summary>
public class DemoTests
{
    private const string Demos = "samples/AsyncAnalyzers.Demos";

    public static TheoryData<string> Ids => Rule.RepairableIds;

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Only_the_flawed_half_is_flagged(string id)
    {
        TestedCode code = Open(Rule.Of(id));
        string text = await code.TextAsync();
        ImmutableArray<Diagnostic> errors = await code.ErrorsAsync();
        Assert.True(errors.IsEmpty, string.Join("\n", errors));
        ImmutableArray<Diagnostic> reports = await code.ReportsAsync();
        TextSpan bad = Half(text, "bad");
        TextSpan good = Half(text, "good");
        Assert.Contains(reports, report => report.Id == id && bad.Contains(report.Location.SourceSpan));
        Assert.DoesNotContain(reports, report => good.Contains(report.Location.SourceSpan) && (report.Id == id || Rule.Of(report.Id).Descriptor.IsEnabledByDefault));
        Assert.DoesNotContain(reports, report => report.Id == id && !bad.Contains(report.Location.SourceSpan));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_fix_turns_the_flawed_half_into_the_repaired_one(string id)
    {
        TestedCode code = Open(Rule.Of(id));
        string original = await code.TextAsync();
        TextSpan good = Half(original, "good");
        for (int applied = 0; applied < 10; applied++)
        {
            TextSpan bad = Half(await code.TextAsync(), "bad");
            Diagnostic? report = (await code.ReportsAsync()).FirstOrDefault(report => report.Id == id && bad.Contains(report.Location.SourceSpan));
            if (report is null)
            {
                break;
            }

            List<CodeAction> offered = await code.OfferedAsync(report);
            Assert.True(offered.Count > 0, $"No fix is offered for {report}");
            await code.ApplyAsync(offered[0]);
        }

        string repaired = await code.TextAsync();
        TextSpan half = Half(repaired, "bad");
        Assert.Equal(original.Substring(good.Start, good.Length), repaired.Substring(half.Start, half.Length));
    }

    private static TestedCode Open(Rule rule)
    {
        Assert.True(Repository.Has(rule.DemoFile), $"{rule.DemoFile} is missing.");
        IEnumerable<string> surroundings = Repository.Files(Demos + "/Measuring", "*.cs")
            .Concat(Repository.Files("samples/AsyncAnalyzers.Showcase/Measuring", "*.cs"))
            .Append("samples/AsyncAnalyzers.Showcase/GlobalUsings.cs");
        return TestedCode.Create(Repository.Read(rule.DemoFile), "/" + rule.DemoFile, surroundings.Select(file => ("/" + file, Repository.Read(file))));
    }

    /// <summary>The lines between two comment lines.</summary>
    private static TextSpan Half(string text, string mark)
    {
        int begin = text.IndexOf($"// <{mark}>\n", StringComparison.Ordinal);
        int end = text.IndexOf($"// </{mark}>\n", StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"There are no lines '// <{mark}>' and '// </{mark}>'.");
        return TextSpan.FromBounds(text.IndexOf('\n', begin) + 1, text.LastIndexOf('\n', end) + 1);
    }
}
