namespace AsyncAnalyzers.Semantics;

/// <summary>The ways to run a function.</summary>
internal enum CallKind
{
    /// <summary><c>F(x)</c></summary>
    Call,

    /// <summary><c>new T(x)</c></summary>
    Creation,

    /// <summary><c>a.P</c>, read or written</summary>
    Property,

    /// <summary>The end of a <c>using</c>.</summary>
    Disposal,

    /// <summary>A <c>foreach</c> over something.</summary>
    Enumeration,
}

/// <summary>A place where code runs a function, as it is written.</summary>
/// <param name="Kind">How the function is run.</param>
/// <param name="Node">The called name, the creation, the property's name, the using, the loop.</param>
/// <param name="Name">The simple name of the function; of the type for a creation.</param>
/// <param name="Arguments">The number of arguments, or <see cref="NoArguments"/>.</param>
/// <param name="Receiver">What it is called on, or the value that is disposed or enumerated; null for a bare name.</param>
internal readonly record struct CallSite(CallKind Kind, SyntaxNode Node, string Name, int Arguments, ExpressionSyntax? Receiver)
{
    /// <summary>Properties have no argument list.</summary>
    public const int NoArguments = -1;

    /// <summary>The place to flag: the name that is called, the keyword of a <c>using</c>, what a loop goes through.</summary>
    public Location Location => Node switch
    {
        UsingStatementSyntax @using => @using.UsingKeyword.GetLocation(),
        LocalDeclarationStatementSyntax @using => @using.UsingKeyword.GetLocation(),
        CommonForEachStatementSyntax loop => loop.Expression.GetLocation(),
        _ => Node.GetLocation(),
    };

    /// <summary>The invocation of a call.</summary>
    public InvocationExpressionSyntax? Invocation => Kind == CallKind.Call ? CallSyntax.InvocationOf((SimpleNameSyntax)Node) : null;

    /// <summary>The call that the node makes; null where it makes none, or one that is awaited: that hands out a task.</summary>
    public static CallSite? At(SyntaxNode node)
    {
        switch (node)
        {
            case SimpleNameSyntax name when CallSyntax.InvocationOf(name) is { } invocation:
                return name.Identifier.ValueText == "nameof" || IsAwaited(invocation)
                    ? null
                    : new CallSite(
                        CallKind.Call, name, name.Identifier.ValueText, invocation.ArgumentList.Arguments.Count, CallSyntax.Receiver(name));
            case IdentifierNameSyntax name when MayBeProperty(name):
                return new CallSite(CallKind.Property, name, name.Identifier.ValueText, NoArguments, CallSyntax.Receiver(name));
            case BaseObjectCreationExpressionSyntax creation when CreatedType(creation) is { } type:
                return new CallSite(CallKind.Creation, creation, type, creation.ArgumentList?.Arguments.Count ?? 0, null);
            case UsingStatementSyntax { AwaitKeyword.RawKind: 0 } @using:
                return new CallSite(CallKind.Disposal, @using, "Dispose", 0, @using.Expression ?? ValueOf(@using.Declaration));
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, AwaitKeyword.RawKind: 0 } @using:
                return new CallSite(CallKind.Disposal, @using, "Dispose", 0, ValueOf(@using.Declaration));
            case CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop:
                return new CallSite(CallKind.Enumeration, loop, "GetEnumerator", 0, loop.Expression);
            default:
                return null;
        }

        static ExpressionSyntax? ValueOf(VariableDeclarationSyntax? declaration)
            => declaration is { Variables: { Count: > 0 } variables } ? variables[0].Initializer?.Value : null;
    }

    private static bool IsAwaited(ExpressionSyntax call)
    {
        ExpressionSyntax current = call;
        while (current.Parent is ParenthesizedExpressionSyntax or ConditionalAccessExpressionSyntax
            || current.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ConfigureAwait",
                Parent: InvocationExpressionSyntax
            })
        {
            current = current.Parent is MemberAccessExpressionSyntax
                ? (ExpressionSyntax)current.Parent.Parent!
                : (ExpressionSyntax)current.Parent;
        }

        return current.Parent is AwaitExpressionSyntax;
    }

    private static bool MayBeProperty(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == name || (access.Expression == name && access.Parent is not null),
        MemberBindingExpressionSyntax => true,
        NameColonSyntax or NameEqualsSyntax or TypeSyntax or VariableDeclarationSyntax or ParameterSyntax or TypeArgumentListSyntax
            or BaseObjectCreationExpressionSyntax
            or DeclarationExpressionSyntax or DeclarationPatternSyntax or CastExpressionSyntax or TypeOfExpressionSyntax
                or DefaultExpressionSyntax
            or CatchDeclarationSyntax or LabeledStatementSyntax or GotoStatementSyntax or LocalFunctionStatementSyntax => false,
        _ => true,
    };

    /// <summary>The type in <c>new T(x)</c>, and in <c>T x = new(y)</c>.</summary>
    private static string? CreatedType(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax { Type: var type } => TypeNames.Of(type),
        { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } }
            => TypeNames.Of(declaration.Type),
        { Parent: EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } } => TypeNames.Of(property.Type),
        _ => null,
    };
}
