using System.Collections.Immutable;
using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Demos;

/// <summary>The demos there are, found by reflection.</summary>
internal static class DemoCatalog
{
    /// <summary>All demos, ordered by id.</summary>
    public static ImmutableArray<Demo> Demos { get; } = typeof(DemoCatalog).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Demo)))
        .Select(type => (Demo)Activator.CreateInstance(type, nonPublic: true)!)
        .OrderBy(demo => demo.Id, StringComparer.Ordinal)
        .ToImmutableArray();

    private static ProgramSources Sources { get; } = new(typeof(DemoCatalog).Assembly, "samples/AsyncAnalyzers.Demos", "Rules");

    /// <summary>The demo of that rule, or null.</summary>
    public static Demo? Find(string id) => Demos.FirstOrDefault(demo => string.Equals(demo.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The halves of a demo, to be inspected.</summary>
    public static Specimen SpecimenOf(Demo demo) => new(Sources, demo.File) { Rule = demo.Id };
}
