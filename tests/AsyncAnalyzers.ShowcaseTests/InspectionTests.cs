using AsyncAnalyzers.Demos;
using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace AsyncAnalyzers.ShowcaseTests;

/// <summary>Flawed code is flagged, its repair is not, and the code fix writes the repair: as the programs show it themselves.</summary>
public class InspectionTests
{
    public static TheoryData<string, string> Flawed
    {
        get
        {
            var flawed = new TheoryData<string, string>();
            foreach (LabProgram program in LabCatalog.Programs)
            {
                foreach (Variant variant in program.Variants.Where(variant => variant.Pitfall is not null))
                {
                    flawed.Add(program.Name, variant.Name);
                }
            }

            return flawed;
        }
    }

    [Theory]
    [MemberData(nameof(Flawed))]
    public async Task Each_flawed_variant_shows_its_rule_and_its_repair(string program, string variant)
    {
        Specimen specimen = SpecimenOf(program, variant);
        Inspection inspection = await Inspector.InspectAsync(specimen, CancellationToken.None);
        Assert.Empty(inspection.Problems);
        Assert.NotEmpty(inspection.Diff);
        Assert.True((specimen.Rule is null) != (specimen.NoRule is null), "Either a rule reports it, or it is said why none does.");
        Assert.Equal(specimen.Rule is null, inspection.Messages.Count == 0);
        Assert.Equal(specimen.Rule is null || specimen.NoFix is not null, inspection.FixTitle is null);
    }

    [Fact]
    public void A_variant_without_a_pitfall_names_no_rule()
        => Assert.All(
            LabCatalog.Programs.SelectMany(program => program.Variants).Where(variant => variant.Pitfall is null),
            variant => Assert.True(variant is { Rule: null, NoRule: null, NoFix: null }, variant.Name));

    [Fact]
    public async Task What_is_not_as_it_should_be_is_a_problem()
    {
        Specimen specimen = SpecimenOf("gather", "one after the other");
        async Task<string> ProblemOf(Specimen wrong)
            => Assert.Single((await Inspector.InspectAsync(wrong, CancellationToken.None)).Problems);
        Assert.StartsWith("a code fix is offered after all", await ProblemOf(specimen with { NoFix = "there is none" }));
        Assert.Equal("the rule does not flag the flawed half", await ProblemOf(specimen with { Rule = "ASYNC1001" }));
        Specimen unmarked = specimen with { Mark = "elsewhere" };
        await Assert.ThrowsAsync<InvalidDataException>(() => Inspector.InspectAsync(unmarked, CancellationToken.None));
    }

    [Fact]
    public async Task A_demo_is_inspected_alike()
    {
        Specimen specimen = DemoCatalog.SpecimenOf(DemoCatalog.Find("async1001")!);
        Inspection inspection = await Inspector.InspectAsync(specimen, CancellationToken.None);
        Assert.Empty(inspection.Problems);
        Assert.Equal("ASYNC1001", Assert.Single(inspection.Messages).Id);
    }

    private static Specimen SpecimenOf(string program, string variant)
    {
        LabProgram found = LabCatalog.Find(program)!;
        return LabCatalog.SpecimenOf(found, found.Variants.Single(one => one.Name == variant))!;
    }
}
