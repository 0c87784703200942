namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Methods that take any object: which of them want what a task holds, and which may be given the task itself.</summary>
internal static class TaskTakers
{
    /// <summary>Methods that compare, keep, look up or hand on what they are given, whatever it is.</summary>
    private static readonly HashSet<string> ForAnything = new(StringComparer.Ordinal)
    {
        "Equals", "ReferenceEquals", "KeepAlive", "SuppressFinalize", "ReRegisterForFinalize", "GetHashCode", "GetType", "Contains",
        "ContainsKey", "ContainsValue", "Add", "TryAdd", "AddRange", "Remove", "IndexOf", "Insert", "Append", "Prepend", "Enqueue",
        "Push", "GetOrAdd", "AddOrUpdate", "TryGetValue", "SetValue", "Invoke", "DynamicInvoke", "BeginInvoke", "SetResult",
        "TrySetResult", "Returns", "ReturnsForAnyArgs", "ReturnsLazily", "ReturnsAsync", "Should", "WhenAll", "WhenAny", "WaitAll",
        "WaitAny", "Run", "Forget", "FireAndForget", "Set", "TrySet", "Put", "Store", "GetOrCreate", "AddOrGetExisting",
        "CreateInstance", "ValueTask", "FromResult", "Unwrap", "Await", "GetAwaiter", "Cast", "As", "Convert", "ChangeType",
    };

    private static readonly string[] NamespacesForAnything =
    {
        "Xunit", "NUnit", "TUnit", "FluentAssertions", "AwesomeAssertions", "Shouldly", "Moq", "NSubstitute",
        "FakeItEasy", "Microsoft.VisualStudio.TestTools", "System.Reflection", "System.Threading", "System.Runtime",
        "System.Linq.Expressions", "System.Dynamic",
    };

    /// <summary>Generic methods that serialize or write what they are given.</summary>
    private static readonly HashSet<string> Serializing =
        new(StringComparer.Ordinal) { "JsonSerializer", "TypedResults", "Results", "JsonContent" };

    /// <summary>The cheap half: false for the calls that tasks are handed to every day.</summary>
    public static bool MayTake(ArgumentSyntax argument) => argument.Parent?.Parent switch
    {
        InvocationExpressionSyntax call => CallSyntax.CalledName(call) is { } name
            && (!ForAnything.Contains(name) || (name == "Append" && call.ArgumentList.Arguments.Count == 1)),
        BaseObjectCreationExpressionSyntax => true,
        _ => false,
    };

    /// <summary>The name of the method or type that takes what the task holds; null where it may be given the task itself.</summary>
    public static string? NameOf(ArgumentSyntax argument, CodeModel model)
    {
        if (argument.Parent is not ArgumentListSyntax list
            || model.SymbolOf(list.Parent!) is not IMethodSymbol { MethodKind: not MethodKind.DelegateInvoke } method
            || ParameterFor(argument, list, method) is not { } parameter
            || !(TakesObjects(parameter.OriginalDefinition) || Serializes(method, parameter.OriginalDefinition))
            || MayTakeTasks(method, parameter, model.Types, model.CancellationToken))
        {
            return null;
        }

        return method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name;
    }

    private static IParameterSymbol? ParameterFor(ArgumentSyntax argument, ArgumentListSyntax list, IMethodSymbol method)
    {
        if (argument.NameColon is { } name)
        {
            return method.Parameters.FirstOrDefault(parameter => parameter.Name == name.Name.Identifier.ValueText);
        }

        int index = list.Arguments.IndexOf(argument);
        return index < method.Parameters.Length ? method.Parameters[index]
            : method.Parameters.LastOrDefault() is { IsParams: true } last ? last
            : null;
    }

    /// <summary><c>object</c>, <c>params object[]</c> or a span of objects; not a type parameter that happens to be object.</summary>
    private static bool TakesObjects(IParameterSymbol parameter) => parameter.Type switch
    {
        { SpecialType: SpecialType.System_Object } => true,
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object } => parameter.IsParams,
        INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: { Length: 1 } arguments }
            => arguments[0].SpecialType == SpecialType.System_Object,
        _ => false,
    };

    private static bool Serializes(IMethodSymbol method, IParameterSymbol parameter)
    {
        if ((method.ContainingType.SpecialType == SpecialType.System_String && method.Name is "Join" or "Concat")
            || (method.Name == "AppendJoin" && method.ContainingType.Name == "StringBuilder"))
        {
            return parameter.Type is INamedTypeSymbol
            {
                OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T
            };
        }

        return parameter.Type is ITypeParameterSymbol { DeclaringMethod: not null }
            && ((Serializing.Contains(method.ContainingType.Name) && !method.Name.StartsWith("Deserialize", StringComparison.Ordinal))
                || method.Name.EndsWith("AsJsonAsync", StringComparison.Ordinal));
    }

    private static bool MayTakeTasks(
        IMethodSymbol method, IParameterSymbol parameter, KnownTypes types, CancellationToken cancellationToken)
    {
        string type = method.ContainingType.Name;
        string space = method.ContainingNamespace.ToDisplayString();
        return (ForAnything.Contains(method.Name) && !(method.Name == "Append" && type == "StringBuilder"))
            || method.Name.StartsWith("Is", StringComparison.Ordinal)
            || method.Name.StartsWith("Assert", StringComparison.Ordinal)
            || method.Name.StartsWith("ThrowIf", StringComparison.Ordinal)
            || method.Name.Contains("Null")
            || type.EndsWith("Assert", StringComparison.Ordinal) || type.EndsWith("Reference", StringComparison.Ordinal)
            || NamespacesForAnything.Any(prefix
                => space == prefix || (space.StartsWith(prefix, StringComparison.Ordinal) && space[prefix.Length] == '.'))
            || method.ContainingType.IsTaskOrValueTask(types)
            || IsForTasks(parameter.Name)
            || method.DeclaringSyntaxReferences.Any(place => SpeaksOfTasks(place.GetSyntax(cancellationToken)));
    }

    private static bool IsForTasks(string parameter)
        => parameter is "sender" or "instance" or "key" or "owner" or "expected" or "actual"
            || parameter.EndsWith("state", StringComparison.OrdinalIgnoreCase)
            || parameter.EndsWith("token", StringComparison.OrdinalIgnoreCase)
            || parameter.IndexOf("task", StringComparison.OrdinalIgnoreCase) >= 0
            || parameter.IndexOf("awaitable", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The body looks whether it was given a task.</summary>
    private static bool SpeaksOfTasks(SyntaxNode declaration)
        => FunctionSyntax.Body(declaration) is { } body
            && body.DescendantTokens().Any(static token
                => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText is "Task" or "ValueTask" or "GetAwaiter" or "dynamic");
}
