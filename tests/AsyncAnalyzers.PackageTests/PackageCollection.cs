namespace AsyncAnalyzers.PackageTests;

/// <summary>All tests share one package and one build of the consumers, and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<Consumers>
{
    public const string Name = "Package";
}
