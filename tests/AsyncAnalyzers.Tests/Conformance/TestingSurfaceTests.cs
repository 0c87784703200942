using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>
/// The harness has the names of Microsoft.CodeAnalysis.Testing and none of its own, so that the tests compile with either. The list was
/// made by hand; with <c>UseRoslynTestingPackages</c> this test holds it against the packages.
/// </summary>
public class TestingSurfaceTests
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private const string List = "tests/AsyncAnalyzers.Tests/Conformance/TestingSurface.txt";

    private static readonly Type[] Main =
        [typeof(AnalyzerTest<>), typeof(CodeFixTest<>), typeof(CSharpAnalyzerTest<,>), typeof(CSharpCodeFixTest<,,>)];

    [Fact]
    public void Every_public_name_is_an_official_one()
    {
        string[] listed = Repository.Read(List).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        bool isOfficial = Main[0].Assembly != typeof(TestingSurfaceTests).Assembly;
        string[] actual = [.. Types().SelectMany(type => SurfaceOf(type, isOfficial)).Distinct().Order(StringComparer.Ordinal)];
        string[] unofficial = isOfficial ? [.. listed.Except(actual)] : [.. actual.Except(listed)];
        Assert.True(unofficial.Length == 0, "Not among the official names:\n" + string.Join("\n", unofficial));
        Assert.True(isOfficial || !listed.Except(actual).Any(), "Listed, but not there:\n" + string.Join("\n", listed.Except(actual)));
    }

    private static IEnumerable<Type> Types()
        => Main.Select(type => type.Assembly).Distinct()
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => Main.Any(main => main.Namespace == type.Namespace));

    private static IEnumerable<string> SurfaceOf(Type type, bool withInherited)
    {
        string name = NameOf(type);
        yield return name;
        foreach (MemberInfo member in type.GetMembers(withInherited ? Members : Members | BindingFlags.DeclaredOnly))
        {
            if (Describe(member, name, type) is { } described)
            {
                yield return described;
            }
        }
    }

    private static string? Describe(MemberInfo member, string type, Type declaring) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) && !declaring.IsAbstract
            => $"{type}.new({NamesOf(constructor.GetParameters())})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) && method.GetBaseDefinition() == method
            => $"{type}.{method.Name}({NamesOf(method.GetParameters())})",
        PropertyInfo { GetMethod: { } getter } property when IsVisible(getter) && getter.GetBaseDefinition() == getter
            => property.GetIndexParameters() is { Length: > 0 } indexes ? $"{type}.this[{NamesOf(indexes)}]" : $"{type}.{property.Name}",
        PropertyInfo { GetMethod: null, SetMethod: { } setter } property when IsVisible(setter) => $"{type}.{property.Name}",
        FieldInfo { IsLiteral: true } field when declaring.IsEnum
            => string.Create(CultureInfo.InvariantCulture, $"{type}.{field.Name} = {(int)field.GetRawConstantValue()!}"),
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string NamesOf(ParameterInfo[] parameters)
        => string.Join(", ", parameters.Select(parameter => NameOf(parameter.ParameterType)));

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return "out " + NameOf(type.GetElementType()!);
        }

        if (type.IsArray || type.IsGenericParameter)
        {
            return type.IsArray ? NameOf(type.GetElementType()!) + "[]" : type.Name;
        }

        string arguments = string.Join(", ", type.GetGenericArguments().Select(NameOf));
        string name = type.Name.Split('`')[0] + (arguments.Length > 0 ? $"<{arguments}>" : "");
        return type.DeclaringType is { } outer ? $"{NameOf(outer)}.{name}" : name;
    }
}
