namespace AsyncAnalyzers.Editing;

/// <summary>
/// Whether a method may return a task instead, as far as it alone can tell: who calls it without naming it, and what its attributes say.
/// </summary>
internal static class AsyncSignature
{
    private static readonly HashSet<string> HarmlessAttributes = new(StringComparer.Ordinal)
    {
        "DataRowAttribute", "InlineDataAttribute", "MemberDataAttribute",
        "ClassDataAttribute", "TraitAttribute", "CategoryAttribute", "TestCategoryAttribute",
        "ObsoleteAttribute", "MethodImplAttribute", "SuppressMessageAttribute", "DebuggerStepThroughAttribute", "DebuggerHiddenAttribute",
        "DebuggerNonUserCodeAttribute", "EditorBrowsableAttribute",
        "ExcludeFromCodeCoverageAttribute", "AuthorizeAttribute", "AllowAnonymousAttribute",
        "ProducesResponseTypeAttribute", "ProducesAttribute", "ConsumesAttribute",
        "IgnoreAttribute", "ExplicitAttribute", "RetryAttribute", "RepeatAttribute",
        "OrderAttribute", "DescriptionAttribute", "NonParallelizableAttribute",
    };

    /// <summary>
    /// What a runner or framework calls by reflection and awaits where it returns a task; it is public without being API.
    /// </summary>
    private static readonly HashSet<string> RunnerAttributes = new(StringComparer.Ordinal)
    {
        "FactAttribute", "TheoryAttribute", "TestAttribute", "TestCaseAttribute", "TestMethodAttribute", "DataTestMethodAttribute",
        "SetUpAttribute", "TearDownAttribute", "OneTimeSetUpAttribute",
        "OneTimeTearDownAttribute", "TestInitializeAttribute", "TestCleanupAttribute",
        "BenchmarkAttribute", "GlobalSetupAttribute", "GlobalCleanupAttribute",
        "HttpGetAttribute", "HttpPostAttribute", "HttpPutAttribute", "HttpDeleteAttribute",
        "HttpPatchAttribute", "HttpHeadAttribute", "HttpOptionsAttribute",
        "RouteAttribute",
    };

    private static readonly HashSet<string> CalledByTheLanguage = new(StringComparer.Ordinal)
    {
        "GetEnumerator", "MoveNext", "Deconstruct", "GetAwaiter", "GetResult",
        "AppendLiteral", "AppendFormatted", "PrintMembers", "GetPinnableReference",
    };

    private static readonly HashSet<string> QueryOperators = new(StringComparer.Ordinal)
    {
        "Select", "SelectMany", "Where", "Join", "GroupJoin", "GroupBy",
        "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Cast",
    };

    /// <summary>The return type can become a task as far as the language and the attributes go.</summary>
    public static bool CanReturnTask(IMethodSymbol method, CodeModel model)
    {
        if (model.Types.Task is null
            || model.Types.TaskOfT is null
            || method.ReturnsByRef
            || method.ReturnsByRefReadonly
            || method.ReturnType.IsRefLikeType
            || method.ReturnType.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Error or TypeKind.Dynamic
            || model.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp5 } options)
        {
            return false;
        }

        return method.MethodKind == MethodKind.LocalFunction
            || (method.MethodKind is MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation
                && !method.IsExtern
                && !IsCalledByTheLanguage(method)
                && method.GetReturnTypeAttributes().IsEmpty
                && method.GetAttributes().All(attribute => attribute.AttributeClass is { Name: var name }
                    && (HarmlessAttributes.Contains(name) || RunnerAttributes.Contains(name)))
                && !(method.ReturnsVoid && HasEventHandlerShape(method, model.Types))
                && (!IsEntryPoint(method, model) || options.LanguageVersion >= LanguageVersion.CSharp7_1));
    }

    /// <summary>
    /// Code outside of the solution may call it. The entry point and what a test runner calls are public without being API.
    /// </summary>
    public static bool IsPublicApi(IMethodSymbol method, CodeModel model)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.Constructor) || IsEntryPoint(method, model)
            || method.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: var name } && RunnerAttributes.Contains(name)))
        {
            return false;
        }

        return IsVisibleOutside(method);
    }

    /// <summary>
    /// Callers in other assemblies would compile on and drop the task: the method returns nothing, or what any value converts to. An async
    /// method that returns nothing was not waited for before either.
    /// </summary>
    public static bool IsDroppedSilently(IMethodSymbol method, CodeModel model)
        => (method.ReturnsVoid && !method.IsAsync
                || method.ReturnType is { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic }
                    or ITypeParameterSymbol
                {
                    ConstraintTypes.IsEmpty: true, HasValueTypeConstraint: false,
                    HasUnmanagedTypeConstraint: false
                })
            && IsPublicApi(method, model);

    /// <summary>Other assemblies may use the symbol, friends aside.</summary>
    public static bool IsVisibleOutside(ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// By foreach, collection initializers, queries, interpolated strings, records, deconstruction, slices: no search for its name finds
    /// those.
    /// </summary>
    private static bool IsCalledByTheLanguage(IMethodSymbol method)
        => CalledByTheLanguage.Contains(method.Name)
            || (QueryOperators.Contains(method.Name)
                && (method.IsGenericMethod || method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Delegate)))
            || (method.Name == "Add" && IsEnumerable(method.IsExtensionMethod ? method.Parameters[0].Type : method.ContainingType))
            || (method.Name == "Slice" && method.Parameters.Length == 2);

    private static bool IsEnumerable(ITypeSymbol type)
        => type.TypeKind == TypeKind.TypeParameter || type.SpecialType == SpecialType.System_Collections_IEnumerable
            || type.AllInterfaces.Any(implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>The program begins with the method.</summary>
    public static bool IsEntryPoint(IMethodSymbol method, CodeModel model)
        => method.Name == WellKnownMemberNames.EntryPointMethodName
            && SymbolEqualityComparer.Default.Equals(method, model.Compilation.GetEntryPoint(model.CancellationToken));

    private static bool HasEventHandlerShape(IMethodSymbol method, KnownTypes types)
        => method.Parameters.Length == 2
            && method.Parameters[0].Type.SpecialType == SpecialType.System_Object
            && method.Parameters[1].Type.IsOrDerivesFrom(types.EventArgs);
}
