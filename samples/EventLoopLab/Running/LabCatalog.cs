using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;

namespace EventLoopLab.Running;

/// <summary>The programs of the lab, found by reflection.</summary>
internal static class LabCatalog
{
    private const string Folder = "Programs";

    /// <summary>All programs, in the order of the lab.</summary>
    public static IReadOnlyList<LabProgram> Programs { get; } = typeof(LabCatalog).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(LabProgram)))
        .Select(type => (LabProgram)Activator.CreateInstance(type, nonPublic: true)!)
        .OrderBy(program => program.Order)
        .ThenBy(program => program.Name, StringComparer.Ordinal)
        .ToArray();

    private static ProgramSources Sources { get; } = new(typeof(LabCatalog).Assembly, "samples/EventLoopLab", Folder);

    /// <summary>The program of that name, or null.</summary>
    public static LabProgram? Find(string name)
        => Programs.FirstOrDefault(program => string.Equals(program.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The flawed code of a variant, to be inspected; null where it has no pitfall.</summary>
    public static Specimen? SpecimenOf(LabProgram program, Variant variant) => variant.Pitfall is null
        ? null
        : new Specimen(Sources, $"{Folder}/{program.GetType().Name}.cs")
        {
            Mark = variant.Mark,
            Rule = variant.Rule,
            NoRule = variant.NoRule,
            NoFix = variant.NoFix,
        };
}
