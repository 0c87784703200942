namespace AsyncAnalyzers.Semantics;

using static SyntaxFactory;

/// <summary>A synchronous call in a form that can be bound under another name: <c>a?.F(x)</c> is read as <c>a.F(x)</c>.</summary>
internal sealed class CounterpartCall
{
    private readonly InvocationExpressionSyntax _plain;

    private CounterpartCall(
        InvocationExpressionSyntax call, InvocationExpressionSyntax plain, ExpressionSyntax? receiver, ITypeSymbol? receiverType,
        IMethodSymbol method, CodeModel model)
    {
        Call = call;
        _plain = plain;
        Receiver = receiver;
        ReceiverType = receiverType;
        Method = method;
        Model = model;
    }

    /// <summary>The call as it is written.</summary>
    public InvocationExpressionSyntax Call { get; }

    /// <summary>What the call is made on; null for a bare name and where a type is named.</summary>
    public ExpressionSyntax? Receiver { get; }

    /// <summary>The static type of the receiver; null where there is none.</summary>
    public ITypeSymbol? ReceiverType { get; }

    public IMethodSymbol Method { get; }

    public CodeModel Model { get; }

    public static CounterpartCall? Of(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        if (WithoutConditionalAccess(call, model) is not { } plain)
        {
            return null;
        }

        switch (plain.Expression)
        {
            case SimpleNameSyntax:
                return new CounterpartCall(call, plain, null, null, method, model);
            case MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } when method.IsStatic
                && method.ReducedFrom is null:
                return new CounterpartCall(call, plain, null, null, method, model);
            case MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression }:
                ExpressionSyntax? receiver = CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!);
                return receiver is not null
                    && model.TypeOf(receiver) is { TypeKind: not TypeKind.Error } type
                    // The type of a call that fits no method is a guess.
                    && (receiver is not InvocationExpressionSyntax || model.SymbolOf(receiver) is not null)
                        ? new CounterpartCall(call, plain, receiver, type, method, model)
                        : null;
            default:
                return null;
        }
    }

    /// <summary><c>a.b.c.F()</c> for <c>a?.b?.c.F()</c>; null where a nullable value would have to be taken out.</summary>
    private static T? WithoutConditionalAccess<T>(T expression, CodeModel model)
        where T : ExpressionSyntax
    {
        ExpressionSyntax leftmost = CallSyntax.LeftmostOf(expression);
        if (leftmost is not (MemberBindingExpressionSyntax or ElementBindingExpressionSyntax))
        {
            return expression;
        }

        ExpressionSyntax written = leftmost.Ancestors().OfType<ConditionalAccessExpressionSyntax>()
            .First(access => access.WhenNotNull.Span.Contains(leftmost.Span)).Expression;
        if (model.TypeOf(written) is not { OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T }
            || WithoutConditionalAccess(written, model)?.WithoutTrivia() is not { } receiver)
        {
            return null;
        }

        return expression.ReplaceNode(
            leftmost,
            leftmost is MemberBindingExpressionSyntax binding
                ? MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, binding.Name)
                : ElementAccessExpression(receiver, ((ElementBindingExpressionSyntax)leftmost).ArgumentList));
    }

    /// <summary>The <c>a?.b.F()</c> that the call is a part of behind the <c>?.</c>; null where it is none.</summary>
    public static ConditionalAccessExpressionSyntax? ConditionalAccessAround(InvocationExpressionSyntax call)
        => CallSyntax.IsBehindConditionalAccess(call)
            ? call.Ancestors().OfType<ConditionalAccessExpressionSyntax>().First(access => access.WhenNotNull.Span.Contains(call.Span))
            : null;

    /// <summary>
    /// The methods of that name with a result which the call could mean here, extension methods included. Over-approximates: whether
    /// the call binds to one of them is still to be asked.
    /// </summary>
    public ImmutableArray<IMethodSymbol> Lookup(string name)
    {
        int position = Call.SpanStart;
        ImmutableArray<ISymbol> symbols = _plain.Expression switch
        {
            SimpleNameSyntax => Model.LookupSymbols(position, name: name),
            MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } => Model.Semantic.LookupBaseMembers(position, name),
            _ when ReceiverType is { TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Struct or TypeKind.Array }
                && !CounterpartMembers.Of(Model.Compilation).MayBeExtension(name) => CounterpartMembers.MembersOf(ReceiverType, name),
            _ when ReceiverType is not null => Model.LookupSymbols(position, ReceiverType, name, includeReducedExtensionMethods: true),
            MemberAccessExpressionSyntax access when Model.SymbolOf(access.Expression) is INamedTypeSymbol type
                => CounterpartMembers.MembersOf(type, name),
            _ => ImmutableArray<ISymbol>.Empty,
        };
        return symbols.IsEmpty
            ? ImmutableArray<IMethodSymbol>.Empty
            : symbols.OfType<IMethodSymbol>().Where(method => !method.ReturnsVoid).ToImmutableArray();
    }

    /// <summary>The method that the call with its arguments would bind to under another name; null where it would not compile.</summary>
    /// <param name="name">The other name; type arguments are kept.</param>
    /// <param name="container">The class of an extension method that is not imported.</param>
    /// <param name="token">One more argument.</param>
    public IMethodSymbol? BindTo(string name, INamedTypeSymbol? container, ArgumentSyntax? token)
    {
        InvocationExpressionSyntax renamed = Renamed(_plain, name);
        if (token is not null)
        {
            renamed = renamed.AddArgumentListArguments(token);
        }

        if (container is not null)
        {
            var access = (MemberAccessExpressionSyntax)renamed.Expression;
            renamed = renamed
                .WithExpression(access.WithExpression(ParseTypeName(container.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))))
                .WithArgumentList(renamed.ArgumentList.WithArguments(
                    renamed.ArgumentList.Arguments.Insert(0, Argument(access.Expression.WithoutTrivia()))));
        }

        return Model.Semantic.GetSpeculativeSymbolInfo(Call.SpanStart, renamed, SpeculativeBindingOption.BindAsExpression)
            .Symbol as IMethodSymbol;
    }

    /// <summary>The call with another name behind the same receiver, and the same type arguments.</summary>
    public static InvocationExpressionSyntax Renamed(InvocationExpressionSyntax call, string name)
    {
        SimpleNameSyntax called = CallSyntax.CalledNameSyntax(call)!;
        return call.ReplaceNode(called, called.WithIdentifier(Identifier(name).WithTriviaFrom(called.Identifier)));
    }

    /// <summary>The argument for the parameter of the synchronous method is written in the call.</summary>
    public bool Gives(IParameterSymbol parameter) => GivenArgument.For(parameter, Call) is not null;

    /// <summary>The value of the call is not used: it is a statement, alone or behind <c>?.</c></summary>
    public bool IsResultUnused
    {
        get
        {
            SyntaxNode expression = Call;
            while (expression.Parent is ParenthesizedExpressionSyntax
                || (expression.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == expression))
            {
                expression = expression.Parent;
            }

            return expression.Parent is ExpressionStatementSyntax
                || (expression.Parent is ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax && Method.ReturnsVoid);
        }
    }
}
