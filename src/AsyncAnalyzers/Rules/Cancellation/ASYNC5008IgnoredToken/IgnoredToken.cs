namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A token that its function never uses, where nothing says that this is meant.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Function">A method, local function or lambda.</param>
/// <param name="Body">Its block or expression.</param>
/// <param name="Method">Its symbol.</param>
/// <param name="IsSignatureGiven">An interface, a base class or a delegate asks for the parameter: it cannot be removed.</param>
internal sealed record IgnoredToken(
    ParameterSyntax Parameter, SyntaxNode Function, SyntaxNode Body, IMethodSymbol Method, bool IsSignatureGiven)
{
    private static readonly HashSet<string> Doubles = new(StringComparer.Ordinal)
    {
        "Mock", "Fake", "Stub", "Dummy", "Test", "Tests", "Testing", "Null", "Noop", "NoOp",
    };

    /// <summary>What others say of a parameter that is not used.</summary>
    private static readonly string[] UnusedParameter = { "IDE0060", "CA1801", "RCS1163", "S1172" };

    private static readonly string[] Excuses = { "unused", "ignore", "not used", "not supported", "no effect", "reserved", "not observed" };

    /// <summary>
    /// The token of a parameter that is never mentioned; null where its function has no body to use it, is a clean-up or a test double, or
    /// where a comment speaks of it.
    /// </summary>
    public static IgnoredToken? Of(ParameterSyntax parameter, CodeModel model)
    {
        if (TokenParameters.FunctionOf(parameter) is not { } function
            || FunctionSyntax.Body(function) is not { } body
            || body is BlockSyntax { Statements.Count: 0 }
            || IsCleanUp(function)
            || IsDouble(function)
            || IsExplained(parameter, function)
            || FunctionSyntax.SymbolOf(function, model) is not { } method
            || method.PartialDefinitionPart is not null
            || model.GetDeclaredSymbol(parameter)?.Type.Is(model.Types.CancellationToken) != true
            || method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ObsoleteAttribute"))
        {
            return null;
        }

        return new IgnoredToken(parameter, function, body, method, IsGiven(function, method, model));
    }

    /// <summary>Another analyzer has said so already, and was told not to.</summary>
    public bool IsSilenced => UnusedParameter.Any(code => CompilerWarnings.IsDisabledAt(Parameter, code));

    /// <summary>What is not to be stopped, whatever token it is handed, or cannot be stopped any more.</summary>
    private static bool IsCleanUp(SyntaxNode function)
        => function switch
        {
            MethodDeclarationSyntax method => WorkNames.IsClosing(method.Identifier.ValueText),
            LocalFunctionStatementSyntax local => WorkNames.IsClosing(local.Identifier.ValueText),
            _ => false,
        };

    /// <summary>What stands in for the real thing in a test, or does nothing at all.</summary>
    private static bool IsDouble(SyntaxNode function)
        => function.Ancestors().OfType<BaseTypeDeclarationSyntax>()
            .Any(static type => NameWords.Of(type.Identifier.ValueText).Any(Doubles.Contains));

    /// <summary>A comment in the function or above it speaks of cancellation: the author knows.</summary>
    private static bool IsExplained(ParameterSyntax parameter, SyntaxNode function)
    {
        foreach (SyntaxTrivia trivia in function.DescendantTrivia(descendIntoTrivia: false))
        {
            if (trivia.Kind() switch
            {
                SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                    => SpeaksOfCancellation(trivia.ToString(), parameter),
                SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                    => function.GetLeadingTrivia().Contains(trivia) && Excuse(trivia.ToFullString(), parameter),
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    private static bool SpeaksOfCancellation(string comment, ParameterSyntax parameter)
        => comment.IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0
            || comment.IndexOf("token", StringComparison.OrdinalIgnoreCase) >= 0
            || comment.IndexOf("'" + parameter.Identifier.ValueText + "'", StringComparison.Ordinal) >= 0;

    /// <summary><c>&lt;param name="token"&gt;Unused.&lt;/param&gt;</c></summary>
    private static bool Excuse(string documentation, ParameterSyntax parameter)
    {
        int start = documentation.IndexOf("<param name=\"" + parameter.Identifier.ValueText + "\"", StringComparison.Ordinal);
        int end = start < 0 ? -1 : documentation.IndexOf("</param>", start, StringComparison.Ordinal);
        return end >= 0 && documentation.Substring(start, end - start) is var text
            && Excuses.Any(excuse => text.IndexOf(excuse, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private static bool IsGiven(SyntaxNode function, IMethodSymbol method, CodeModel model)
        => function is AnonymousFunctionExpressionSyntax
            || IsAction(function) || IsEntry(method)
            || method.IsOverride || method.IsVirtual || method.IsAbstract
            || method.ContainingType is { TypeKind: TypeKind.Interface }
            || !method.ExplicitInterfaceImplementations.IsEmpty
            || function is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: not null }
            || (method.MethodKind == MethodKind.Ordinary && (Implements(method) || HasUnknownBase(method.ContainingType)))
            || IsDelegate(function, method, model);

    /// <summary>A framework calls the method by its attribute, <c>[HttpGet]</c> or <c>[Function]</c>, with a token if it asks.</summary>
    private static bool IsAction(SyntaxNode function)
        => function is MethodDeclarationSyntax { AttributeLists: { Count: > 0 } lists }
            && lists.Any(static list => list.Attributes.Any(static attribute => TypeNames.Of(attribute.Name) is { } name
                && (name.StartsWith("Http", StringComparison.Ordinal)
                    || name is "Route" or "Function" or "FunctionName" or "AcceptVerbs")));

    /// <summary>
    /// <c>Run</c>, <c>ExecuteAsync</c> or <c>Handle</c>: what runs verbs, jobs and handlers finds them by that name, and calls all alike.
    /// </summary>
    private static bool IsEntry(IMethodSymbol method)
        => method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: not Accessibility.Private, Name: var name }
            && name is "Run" or "RunAsync" or "Execute" or "ExecuteAsync" or "Invoke" or "InvokeAsync" or "Handle" or "HandleAsync";

    private static bool Implements(IMethodSymbol method)
        => method.ContainingType.AllInterfaces.Any(implemented => implemented.GetMembers(method.Name).Any(member
            => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)));

    /// <summary>An interface of a library that is missing may ask for anything.</summary>
    private static bool HasUnknownBase(INamedTypeSymbol type)
        => type.SelfAndBases().Any(static ancestor => ancestor.TypeKind == TypeKind.Error)
            || type.AllInterfaces.Any(static implemented => implemented.TypeKind == TypeKind.Error);

    /// <summary>The type hands the function out as a delegate, which is called with the token.</summary>
    private static bool IsDelegate(SyntaxNode function, IMethodSymbol method, CodeModel model)
        => (function is LocalFunctionStatementSyntax { Parent: { } block }
                ? NameMentions.In(block, model.In(block.SyntaxTree))[method.Name]
                : NameMentions.InType(method.ContainingType, method.Name, model))
            .Any(mention => CallSyntax.InvocationOf(mention) is null
                && !CallSyntax.IsInNameOf(mention)
                && CalledSource.MethodNamedBy(mention, model.In(mention.SyntaxTree)) is { } named
                && SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, method));
}
