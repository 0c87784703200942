using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>Makes a Channel of a private BlockingCollection that is used as a queue. All uses in the type are rewritten together.</summary>
internal sealed class ChannelEditing
{
    private readonly RepairRequest _request;
    private readonly FieldRewrite _field;

    /// <summary>The capacity as it is written; null for a queue without bound.</summary>
    private readonly ExpressionSyntax? _bound;

    /// <summary>What a write into a channel throws that takes no more; null where nobody completes it.</summary>
    private readonly TypeSyntax? _closed;

    private readonly SourceText _text;

    private ChannelEditing(RepairRequest request, FieldRewrite field, ExpressionSyntax? bound, TypeSyntax? closed, SourceText text)
    {
        _request = request;
        _field = field;
        _bound = bound;
        _closed = closed;
        _text = text;
    }

    /// <summary>
    /// The solution with the collection, which the node of the request waits for, made a channel; null where a use of it cannot follow.
    /// </summary>
    public static async Task<Solution?> ReplaceCollectionAsync(
        RepairRequest request, IFieldSymbol collection, CancellationToken cancellationToken)
    {
        if (request.Types.Channel is not { } factory || request.Types.ChannelOfT is not { } channel
            || collection.Type is not INamedTypeSymbol { Name: "BlockingCollection", TypeArguments: { Length: 1 } items }
            || FieldRewrite.TryCreate(request, collection, cancellationToken) is not { } field
            || !TryGetBound(field.Declarator.Initializer?.Value, request.ModelFor(cancellationToken), out ExpressionSyntax? bound))
        {
            return null;
        }

        TypeSyntax? closed = null;
        if (field.Uses.Any(use => use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompleteAdding" or "Dispose" }))
        {
            if (factory.ContainingNamespace.GetTypeMembers("ChannelClosedException").FirstOrDefault() is not { } exception)
            {
                return null;
            }

            closed = field.TypeName(exception);
        }

        var editing = new ChannelEditing(
            request, field, bound, closed, await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false));
        return field.Uses.All(use => editing.TryAdd(use, cancellationToken))
            ? await field.ApplyAsync(()
                => (field.TypeName(channel.Construct(items[0])), editing.Creation(field.TypeName(factory), items[0])),
                    cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>
    /// <c>new BlockingCollection&lt;T&gt;()</c>, with a bound, or over a ConcurrentQueue; a stack or bag has another order.
    /// </summary>
    private static bool TryGetBound(ExpressionSyntax? creation, CodeModel model, out ExpressionSyntax? bound)
    {
        bound = null;
        if (creation is not BaseObjectCreationExpressionSyntax { Initializer: null } made)
        {
            return false;
        }

        foreach (ArgumentSyntax argument in made.ArgumentList?.Arguments ?? default)
        {
            ITypeSymbol? type = model.TypeOf(argument.Expression);
            if (type is { SpecialType: SpecialType.System_Int32 })
            {
                bound = argument.Expression;
            }
            else if (!(type is { Name: "ConcurrentQueue" }
                && argument.Expression is BaseObjectCreationExpressionSyntax
                {
                    Initializer: null, ArgumentList: null
                    or { Arguments.Count: 0 }
                }))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAdd(ExpressionSyntax use, CancellationToken cancellationToken)
    {
        if (use.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
            || access.Expression != use
            || call.Expression != access)
        {
            return false;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        bool hasTokenAlone = arguments.Count == 1 && IsToken(arguments[0]);
        if (arguments.Any(argument => argument.NameColon is not null))
        {
            return false;
        }

        switch (access.Name.Identifier.ValueText)
        {
            case "Add" when _field.MayAwaitAt(call, cancellationToken)
                && (arguments.Count == 1 || arguments.Count == 2 && IsToken(arguments[1])):
                // Without a bound a write waits for nothing: cancelled, it would only lose the item.
                Await(call, "Writer", "WriteAsync", TokenFor(arguments.Count == 1 && _bound is not null));
                return true;
            case "Add" or "TryAdd" when arguments.Count == 1 && (_bound is null || access.Name.Identifier.ValueText == "TryAdd")
                && (access.Name.Identifier.ValueText == "TryAdd" || _field.IsUnused(call, cancellationToken)):
                return TryWrite(call, isAdd: access.Name.Identifier.ValueText == "Add" || _field.IsUnused(call, cancellationToken));
            case "Take" when arguments.Count == 0 || hasTokenAlone:
                Await(call, "Reader", "ReadAsync", TokenFor(arguments.Count == 0));
                return true;
            case "TryTake" when arguments.Count == 1:
                Replace(call, "Reader", "TryRead");
                return true;
            case "GetConsumingEnumerable" when (arguments.Count == 0 || hasTokenAlone)
                && call.Parent is CommonForEachStatementSyntax loop
                && loop.Expression == call:
                ArgumentSyntax? added = TokenFor(arguments.Count == 0);
                _field.Wait(loop, rewritten => AwaitForEach((CommonForEachStatementSyntax)rewritten, added));
                return true;
            case "CompleteAdding" when arguments.Count == 0 && _field.IsUnused(call, cancellationToken):
                Replace(call, "Writer", "TryComplete");
                return true;
            case "Dispose" when arguments.Count == 0 && IsCompletedBefore(call):
                return _field.TryRemove(call);
            case "Dispose" when arguments.Count == 0 && _field.IsUnused(call, cancellationToken):
                Replace(call, "Writer", "TryComplete");
                return true;
            default:
                return false;
        }

        // The token in scope, for a call that has none of its own.
        ArgumentSyntax? TokenFor(bool isWithout)
            => isWithout && CancellationTokensInScope.Only(call, _request.ModelFor(cancellationToken)) is { } token
                ? Argument(IdentifierName(token)) : null;

        bool IsToken(ArgumentSyntax argument)
            => _request.Model.GetTypeInfo(argument.Expression, cancellationToken).Type.Is(_request.Types.CancellationToken);
    }

    /// <summary>Whoever does not ask for the answer is told by an exception, as before, that the queue takes no more.</summary>
    private bool TryWrite(InvocationExpressionSyntax call, bool isAdd)
    {
        if (!isAdd || _closed is null)
        {
            Replace(call, "Writer", "TryWrite");
            return true;
        }

        if (ChannelWrite.TryFind(call, _closed, _text, written => On(written, "Writer", "TryWrite")) is not { } edit)
        {
            return false;
        }

        _field.Edit(edit.Node, edit.Rewrite);
        return true;
    }

    /// <summary>A statement of the same block, or of one around it, says before that nothing more comes.</summary>
    private bool IsCompletedBefore(InvocationExpressionSyntax dispose)
        => _field.Uses.Any(use => use.SpanStart < dispose.SpanStart
            && use.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "CompleteAdding",
                Parent.Parent: ExpressionStatementSyntax { Parent: BlockSyntax block }
            }
            && block.Span.Contains(dispose.Span));

    private void Replace(InvocationExpressionSyntax call, string end, string method)
        => _field.Edit(call, rewritten => On((InvocationExpressionSyntax)rewritten, end, method));

    private void Await(InvocationExpressionSyntax call, string end, string method, ArgumentSyntax? token)
        => _field.Wait(call, rewritten => AwaitSyntax.InPlaceOf(
            call, WithToken(On((InvocationExpressionSyntax)rewritten, end, method), token), ConfigureAwaitHabit.IsFalse(_request.Root)));

    private static InvocationExpressionSyntax WithToken(InvocationExpressionSyntax call, ArgumentSyntax? token)
        => token is null ? call
            : call.WithArgumentList(call.ArgumentList.WithArguments(
                AsyncEdit.Separated(call.ArgumentList.Arguments.Append(token).ToArray())));

    /// <summary><c>channel.End.Method(arguments)</c></summary>
    private static InvocationExpressionSyntax On(InvocationExpressionSyntax call, string end, string method)
    {
        var access = (MemberAccessExpressionSyntax)call.Expression;
        return call.WithExpression(access
            .WithExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, access.Expression.WithoutTrailingTrivia(),
                IdentifierName(end)).WithTrailingTrivia(access.Expression.GetTrailingTrivia()))
            .WithName(IdentifierName(method).WithTriviaFrom(access.Name)));
    }

    private SyntaxNode AwaitForEach(CommonForEachStatementSyntax loop, ArgumentSyntax? token)
    {
        ExpressionSyntax items = WithToken(On((InvocationExpressionSyntax)loop.Expression, "Reader", "ReadAllAsync"), token);
        items = ConfigureAwaitHabit.IsFalse(_request.Root)
            ? AwaitSyntax.ConfigureAwaitFalse(items.WithoutTrivia()).WithTriviaFrom(items)
            : items;
        SyntaxToken await = Token(loop.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, TriviaList(Space));
        CommonForEachStatementSyntax bare = loop.WithoutLeadingTrivia();
        return bare.WithExpression(items).WithAwaitKeyword(await);
    }

    private ExpressionSyntax Creation(TypeSyntax factory, ITypeSymbol item)
        => InvocationExpression(
            MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                TypeNaming.InExpression(factory),
                GenericName(Identifier(_bound is null
                    ? "CreateUnbounded"
                    : "CreateBounded"), TypeArgumentList(SingletonSeparatedList(_field.TypeName(item))))),
            ArgumentList(_bound is null ? default : SingletonSeparatedList(Argument(_bound.WithoutTrivia()))));
}
