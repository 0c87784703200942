using System.Reflection;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Every rule has a fix that editors and `dotnet format` find.</summary>
public class FixTests
{
    public static TheoryData<string> RepairableIds => Rule.RepairableIds;

    public static TheoryData<string> Fixes => [.. Rule.AllFixes.Select(fix => fix.GetType().Name)];

    [Theory]
    [MemberData(nameof(RepairableIds))]
    public void The_rule_has_a_fix_of_its_own(string id)
    {
        Rule rule = Rule.Of(id);
        CodeFixProvider fix = Assert.Single(rule.Fixes);
        Assert.Equal(rule.Stem + "CodeFix", fix.GetType().Name);
        Assert.Equal("AsyncAnalyzers.Rules." + rule.Category, fix.GetType().Namespace);
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void The_fix_is_exported_for_CSharp(string name)
    {
        ExportCodeFixProviderAttribute? export = FixOf(name).GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>();
        Assert.NotNull(export);
        Assert.Equal([LanguageNames.CSharp], export.Languages);
        Assert.Equal(name, export.Name);
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void The_fix_serves_document_project_and_solution(string name)
    {
        FixAllProvider? fixAll = FixOf(name).GetFixAllProvider();
        Assert.NotNull(fixAll);
        Assert.Superset(new HashSet<FixAllScope> { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution }, fixAll.GetSupportedFixAllScopes().ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void The_fix_serves_ids_that_exist(string name)
        => Assert.All(FixOf(name).FixableDiagnosticIds, id => Assert.True(id.StartsWith("CS", StringComparison.Ordinal) || Rule.All.Any(rule => rule.Id == id), id));

    private static CodeFixProvider FixOf(string name) => Rule.AllFixes.Single(fix => fix.GetType().Name == name);
}
